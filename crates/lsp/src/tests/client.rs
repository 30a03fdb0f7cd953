//! A client that speaks real messages over a pipe.

use std::{collections::VecDeque, time::Duration};

use amq_project::Options;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::server::serve;

/// How long an answer may take, on a machine with much else to do.
const PATIENCE: Duration = Duration::from_mins(1);

/// A client and its server.
pub(crate) struct Client {
    stream: DuplexStream,
    buffer: Vec<u8>,
    next: i64,
    /// Notifications and requests that came while something else was waited for.
    pub(crate) seen: VecDeque<Value>,
    pub(crate) capabilities: Value,
    /// Whether it answers what the server asks.
    pub(crate) answers: bool,
    server: tokio::task::JoinHandle<bool>,
}

/// Runs a test with a server for a client of some capabilities.
pub(crate) fn with_client<F>(capabilities: Value, folders: &[&str], test: impl FnOnce(Client) -> F)
where
    F: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = Client::start(capabilities, folders).await;
        test(client).await;
    });
    runtime.shutdown_background();
}

impl Client {
    pub(crate) async fn start(capabilities: Value, folders: &[&str]) -> Self {
        let (stream, server) = tokio::io::duplex(1 << 20);
        let options = Options { today: Some(jiff::civil::date(2021, 9, 30)), ..Options::default() };
        let server = tokio::spawn(async move {
            let (input, output) = tokio::io::split(server);
            serve(input, output, options).await
        });
        let (buffer, seen) = (Vec::new(), VecDeque::new());
        let capabilities_of_server = Value::Null;
        let mut client = Self {
            stream,
            buffer,
            next: 0,
            seen,
            capabilities: capabilities_of_server,
            answers: true,
            server,
        };
        let folders: Vec<Value> =
            folders.iter().map(|it| json!({ "uri": format!("file://{it}"), "name": it })).collect();
        let params = json!({ "processId": std::process::id(), "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders });
        client.capabilities = client.request("initialize", params).await["capabilities"].clone();
        client.notify("initialized", json!({})).await;
        client
    }

    /// Sends a request and gives its result.
    pub(crate) async fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params).await;
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request and gives the whole answer.
    pub(crate) async fn answer(&mut self, method: &str, params: Value) -> Value {
        let id = self.send_request(method, params).await;
        self.wait(id).await
    }

    /// Sends a request, to be waited for later.
    pub(crate) async fn send_request(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        self.send(json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }))
            .await;
        self.next
    }

    /// The answer to a request.
    pub(crate) async fn wait(&mut self, id: i64) -> Value {
        let is_answer = |it: &Value| it["id"] == id && it.get("method").is_none();
        if let Some(at) = self.seen.iter().position(is_answer) {
            return self.seen.remove(at).unwrap();
        }
        loop {
            let message = self.receive().await;
            if is_answer(&message) {
                return message;
            }
            self.seen.push_back(message);
        }
    }

    pub(crate) async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    pub(crate) async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "amq", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    /// Changes a document: `[line, character, line, character]` by a text.
    pub(crate) async fn change(&mut self, uri: &str, version: i32, range: [u32; 4], text: &str) {
        let [line, character, last, end] = range;
        let range = json!({ "start": { "line": line, "character": character }, "end": { "line": last, "character": end } });
        let params = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "range": range, "text": text }] });
        self.notify("textDocument/didChange", params).await;
    }

    /// The diagnostics of a version of a document.
    pub(crate) async fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let wanted = |it: &Value| {
            it["method"] == "textDocument/publishDiagnostics"
                && it["params"]["uri"] == uri
                && it["params"]["version"] == version
        };
        loop {
            if let Some(at) = self.seen.iter().position(wanted) {
                let message = self.seen.remove(at).unwrap();
                return message["params"]["diagnostics"].as_array().unwrap().clone();
            }
            let message = self.receive().await;
            self.seen.push_back(message);
        }
    }

    /// Ends the server; says whether it saw that it was asked to.
    pub(crate) async fn end(mut self) -> bool {
        self.request("shutdown", Value::Null).await;
        self.notify("exit", Value::Null).await;
        tokio::time::timeout(PATIENCE, self.server).await.unwrap().unwrap()
    }

    async fn send(&mut self, message: Value) {
        self.send_all(&[message]).await;
    }

    /// Sends messages in one go.
    pub(crate) async fn send_all(&mut self, messages: &[Value]) {
        let framed = messages.iter().map(|it| {
            let body = it.to_string();
            format!("Content-Length: {}\r\n\r\n{body}", body.len())
        });
        self.stream.write_all(framed.collect::<String>().as_bytes()).await.unwrap();
    }

    /// Sends a body, be it a message or none.
    pub(crate) async fn send_body(&mut self, body: &[u8]) {
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        self.stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
    }

    /// The next message; requests of the server are answered with nothing, or not at all.
    pub(crate) async fn receive(&mut self) -> Value {
        let message = tokio::time::timeout(PATIENCE, self.next_message()).await.expect("a message");
        if self.answers && message.get("id").is_some() && message.get("method").is_some() {
            self.send(json!({ "jsonrpc": "2.0", "id": message["id"], "result": null })).await;
        }
        message
    }

    async fn next_message(&mut self) -> Value {
        loop {
            if let Some((body, end)) = self.complete() {
                let message = serde_json::from_slice(&self.buffer[body..end]).unwrap();
                self.buffer.drain(..end);
                return message;
            }
            let mut chunk = vec![0; 65536];
            let count = self.stream.read(&mut chunk).await.unwrap();
            assert!(count > 0, "the server is gone");
            self.buffer.extend(&chunk[..count]);
        }
    }

    fn complete(&self) -> Option<(usize, usize)> {
        let at = self.buffer.windows(4).position(|it| it == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&self.buffer[..at]).unwrap();
        let length = head.lines().find_map(|it| it.strip_prefix("Content-Length: ")).unwrap();
        let end = at + 4 + length.parse::<usize>().unwrap();
        (self.buffer.len() >= end).then_some((at + 4, end))
    }
}
