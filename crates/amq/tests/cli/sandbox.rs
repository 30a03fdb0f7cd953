//! `amq sandbox` as a process: it says where it listens, answers there, and says what is wrong.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};

use crate::support::{Test, amq};

/// A sandbox that is running, and where.
pub(crate) struct Sandbox(Child, pub(crate) String);

impl Sandbox {
    pub(crate) fn new(arguments: &[&str]) -> Self {
        let mut command = Command::new(amq());
        command.args(["sandbox", "--port", "0"]).args(arguments);
        if !arguments.iter().any(|it| ["--users", "--events"].contains(it)) {
            command.args(["--users", "50"]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("http://").unwrap().to_owned();
        Self(child, address)
    }

    /// A figure of what it has seen.
    pub(crate) fn stats(&self, name: &str) -> u64 {
        let answer = self.get("/_sandbox/stats");
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let stats: serde_json::Value = serde_json::from_str(body).unwrap();
        stats[name].as_u64().unwrap()
    }

    fn get(&self, path: &str) -> String {
        let keys = "Authorization: Basic c2FuZGJveDpzYW5kYm94";
        let mut stream = TcpStream::connect(&self.1).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n{keys}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn it_answers() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30"]);
    assert!(sandbox.1.starts_with("127.0.0.1:"), "{}", sandbox.1);
    let answer = sandbox.get("/api/2/users?start=20210929&end=20210930");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\"xValues\":[\"2021-09-29\",\"2021-09-30\"]"), "{answer}");
    assert!(sandbox.get("/api/2/users").starts_with("HTTP/1.1 400 "));
}

#[test]
fn what_cannot_be() {
    let output = Test::new("sandbox --events missing.json").code(2).run();
    assert!(output.stderr.starts_with("error: cannot read `missing.json`: "), "{}", output.stderr);
    let test = Test::new("sandbox --events events.json").file("events.json", "{}\n").code(2);
    assert_eq!(
        test.run().stderr,
        "error: `events.json`, line 1: this is no event of an export: missing field `amplitude_id`\n"
    );
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let output = Test::new(&format!("sandbox --port {port}")).code(2).run();
    assert_eq!(output.stderr, format!("error: port {port} is in use by another program\n"));
    Test::new("sandbox --chaos 2").code(2).run();
    Test::new("sandbox --delay 2").code(2).run();
    Test::new("sandbox --limits 10min").code(2).run();
    Test::new("sandbox --keys secret").code(2).run();
}
