//! `amq lsp` as a process: it ends when it is asked to, and with its client.

use std::{
    io::{Read as _, Write as _},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

fn server() -> Child {
    server_with(&[])
}

fn server_with(more: &[&str]) -> Child {
    let mut command = Command::new(crate::support::amq());
    let command =
        command.args(["lsp", "--stdio"]).args(more).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().unwrap()
}

fn send(server: &mut Child, message: &str) {
    let message = format!("Content-Length: {}\r\n\r\n{message}", message.len());
    server.stdin.as_mut().unwrap().write_all(message.as_bytes()).unwrap();
}

fn initialize(server: &mut Child, process: u32) {
    send(
        server,
        &format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{"processId":{process},"capabilities":{{}}}}}}"#
        ),
    );
    let mut answer = [0; 16];
    server.stdout.as_mut().unwrap().read_exact(&mut answer).unwrap();
    assert!(answer.starts_with(b"Content-Length: "));
}

fn code(server: &mut Child) -> Option<i32> {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(30) {
        if let Some(status) = server.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    server.kill().unwrap();
    panic!("the server goes on");
}

#[test]
fn it_ends_when_asked_to() {
    let mut server = server();
    initialize(&mut server, std::process::id());
    send(&mut server, r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    send(&mut server, r#"{"jsonrpc":"2.0","method":"exit"}"#);
    assert_eq!(code(&mut server), Some(0));
}

#[test]
fn it_ends_with_its_input() {
    let mut server = server();
    initialize(&mut server, std::process::id());
    drop(server.stdin.take());
    assert_eq!(code(&mut server), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn it_ends_with_the_process_of_its_client() {
    let mut client = Command::new("sleep").arg("100").spawn().unwrap();
    let mut server = server();
    initialize(&mut server, client.id());
    client.kill().unwrap();
    client.wait().unwrap();
    assert_eq!(code(&mut server), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn it_ends_with_the_process_that_its_command_line_names() {
    let mut client = Command::new("sleep").arg("100").spawn().unwrap();
    let mut server = server_with(&[&format!("--clientProcessId={}", client.id())]);
    // It is up; this client names none itself.
    initialize(&mut server, u32::MAX);
    client.kill().unwrap();
    client.wait().unwrap();
    assert_eq!(code(&mut server), Some(1));
}
