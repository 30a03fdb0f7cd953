//! A server that answers as a test tells it, and remembers what it was asked.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What a test answers to the request of a path, asked so many times before.
pub(crate) type Answers = dyn Fn(&str, usize) -> Said + Send + Sync;

/// An answer of the server.
pub(crate) enum Said {
    /// A status, further header lines, and a body.
    Status(u16, &'static str, String),
    /// A body that is cut in the middle.
    Cut(String),
    /// No answer; the connection is closed.
    Nothing,
    /// An answer after some time.
    Late(Duration, String),
}

impl Said {
    pub(crate) fn fine(body: &str) -> Self {
        Self::Status(200, "", body.to_owned())
    }
}

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) at: Instant,
    pub(crate) head: String,
}

pub(crate) struct Server {
    pub(crate) base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn new(answers: impl Fn(&str, usize) -> Said + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, answers): (_, Arc<Answers>) = (Arc::clone(&asked), Arc::new(answers));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&answers)));
            }
        });
        Self { base, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a lock").clone()
    }
}

async fn serve(mut stream: TcpStream, asked: Arc<Mutex<Vec<Asked>>>, answers: Arc<Answers>) {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(count @ 1..) => bytes.extend_from_slice(&chunk[..count]),
            _ => return,
        }
        while let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            bytes.drain(..end + 4);
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let before = {
                let mut asked = asked.lock().expect("a lock");
                let before = asked.iter().filter(|it| it.path == path).count();
                asked.push(Asked { path: path.clone(), at: Instant::now(), head });
                before
            };
            let answer = match answers(&path, before) {
                Said::Status(status, headers, body) => http(status, headers, &body, body.len()),
                Said::Cut(body) => http(200, "", &body, body.len() * 2),
                Said::Nothing => return,
                Said::Late(pause, body) => {
                    tokio::time::sleep(pause).await;
                    http(200, "", &body, body.len())
                }
            };
            let cut = answer.1;
            if stream.write_all(answer.0.as_bytes()).await.is_err() || cut {
                return;
            }
        }
    }
}

fn http(status: u16, headers: &str, body: &str, length: usize) -> (String, bool) {
    let text = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
    (text, length != body.len())
}
