//! The commands of `amq compile --emit curl`: run by a real shell and a real curl against a
//! listener on this machine, and written for the shells that are not at hand.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::Command,
    thread,
};

use crate::support::Test;

const HOSTILE: &str = r#"segmentation "it's \"quoted\" $(touch pwned) `touch pwned` ${HOME} %PATH% ! \\ \n # ; & | < > * ? [a-c] {1,2} 🎉 購入 é"
  where gp:"'; touch pwned; '" is ("$AMPLITUDE_SECRET_KEY", "\u0007\t") on 2021-01-01
"#;

#[test]
fn a_real_shell_sends_what_json_says() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || request(&listener));
    let compiled = |emit| {
        let test = Test::new("compile --emit").args(&[emit, "--base-url", &base]);
        test.file("a.amq", HOSTILE).run().stdout
    };
    let script = compiled("curl");
    let folder = crate::support::Folder::new();
    let output = Command::new("sh")
        .args(["-eu", "-c", &script])
        .current_dir(folder.path())
        .env("AMPLITUDE_API_KEY", "the key's $name")
        .env("AMPLITUDE_SECRET_KEY", "a secret")
        .env("no_proxy", "*")
        .output()
        .unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stdout, b"{}");
    assert!(!folder.path().join("pwned").exists(), "{script}");
    assert!(!script.contains("the key"), "{script}");
    let (line, authorization) = server.join().unwrap();
    let json: serde_json::Value = serde_json::from_str(&compiled("json")).unwrap();
    let url = json[0]["url"].as_str().unwrap();
    assert_eq!(line, format!("GET {} HTTP/1.1", url.strip_prefix(&base).unwrap()));
    assert_eq!(authorization, "Authorization: Basic dGhlIGtleSdzICRuYW1lOmEgc2VjcmV0");
}

/// Answers one request with `{}`; its first line and its credentials.
fn request(listener: &TcpListener) -> (String, String) {
    let (mut stream, _) = listener.accept().unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let mut authorization = String::new();
    for line in lines.map(Result::unwrap).take_while(|line| !line.is_empty()) {
        if line.starts_with("Authorization") {
            authorization = line;
        }
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        .unwrap();
    (first, authorization)
}

#[test]
fn a_hostile_file_name_stays_in_its_comment() {
    let output = Test::new("compile --emit curl").file("a\ntouch pwned\n.amq", "realtime\n").run();
    assert_eq!(output.stdout.lines().count(), 2, "{}", output.stdout);
}

/// `PowerShell` and the command prompt are not at hand: what is written for them is untried, and
/// held here so that a change is seen.
#[test]
fn untried_shells() {
    for shell in ["powershell", "cmd"] {
        let output = Test::new("compile --emit curl --shell")
            .args(&[shell])
            .file("a.amq", format!("first: users new on 2021-01-01\n{HOSTILE}"))
            .run();
        let path = format!("{}/tests/shells/{shell}.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &output.stdout).unwrap();
        }
        let mut expected = String::new();
        std::fs::File::open(&path).unwrap().read_to_string(&mut expected).unwrap();
        assert_eq!(output.stdout, expected, "{path}; UPDATE=1 rewrites it");
    }
}

/// For bash a colon ends a word, unless somebody has changed that.
#[test]
fn bash_completes_labels() {
    let script = Test::new("completions bash").run().stdout;
    let folder = crate::support::Folder::new();
    folder.write("amq.bash", script.as_bytes());
    folder.write(
        "q/a.amq",
        b"signups: users new\nsigned_out: realtime\nother:\n  realtime\n# sick: x\n",
    );
    let completed = |breaks: &str, line: &str, words: &str| {
        let ask = format!(
            "source ./amq.bash; COMP_WORDBREAKS=$'{breaks}'; COMP_LINE='{line}'; \
             COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _amq_or_label amq \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; \
             echo \"${{COMPREPLY[@]}}\"; complete -p amq"
        );
        let output =
            Command::new("bash").args(["--norc", "-c", &ask]).current_dir(folder.path()).output();
        let Ok(output) = output else { return None };
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(stdout.contains("-F _amq_or_label amq"), "{stdout}");
        stdout.lines().next().map(str::to_owned)
    };
    let usual = " \\t\\n\"><=;|&(:";
    let Some(found) = completed(usual, "amq run q/a.amq:si", "amq run q/a.amq : si") else {
        return crate::support::skipped("bash_completes_labels", "there is no bash");
    };
    assert_eq!(found, "signups signed_out");
    let all = completed(usual, "amq run q/a.amq:", "amq run q/a.amq :");
    assert_eq!(all.as_deref(), Some("signups signed_out other"));
    let whole = completed(" \\t\\n", "amq run q/a.amq:o", "amq run q/a.amq:o");
    assert_eq!(whole.as_deref(), Some("q/a.amq:other"));
    let option = completed(usual, "amq run q/a.amq:other --res", "amq run q/a.amq : other --res");
    assert_eq!(option.as_deref(), Some("--resume"));
}
