//! A key is nowhere but in the requests: searched for after runs that succeed, fail and crash.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    run::{QUERIES, asking},
    sandbox::Sandbox,
    support::{Output, Test, amq, skipped},
};

/// What no output, no file and no message may hold.
pub(crate) const MARKED: &str = "marked0123456789abcdef0123456789";

/// The secret that belongs to it, and what both become in a request's header.
const SECRET: &str = "secret0123456789abcdef0123456789";
const HEADER: &str =
    "bWFya2VkMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk6c2VjcmV0MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk";

/// A sandbox that knows no other key.
fn sandbox(arguments: &[&str]) -> Sandbox {
    let keys = format!("{MARKED}:{SECRET}");
    Sandbox::new(&[&["--today", "2021-09-30", "--keys", &keys], arguments].concat())
}

fn marked(sandbox: &Sandbox, arguments: &str) -> Test {
    asking(sandbox, arguments).env("AMPLITUDE_API_KEY", MARKED).env("AMPLITUDE_SECRET_KEY", SECRET)
}

/// The files below a folder that hold a text, hidden ones too.
fn holding(text: &str, folder: &Path) -> String {
    let found = Command::new("grep").args(["-r", "-a", "-l", text]).arg(folder).output();
    String::from_utf8(found.expect("grep").stdout).expect("text")
}

/// What a run leaves behind holds no key: its outputs, its files, and what is kept for other runs.
fn assert_clean(output: &Output, folder: &Path) {
    let above = folder.join("..");
    for key in [MARKED, SECRET, HEADER] {
        assert!(!output.stdout.contains(key) && !output.stderr.contains(key), "{output:?}");
        assert_eq!(holding(key, &above), "");
    }
    for kept in ["ledger", "answers"] {
        assert!(above.join("cache/amq").join(kept).is_dir(), "no {kept} to search");
    }
}

#[test]
fn a_run_that_succeeds_leaves_no_key() {
    let sandbox = sandbox(&[]);
    for arguments in [
        "-v a.amq",
        "--format csv -o out a.amq",
        "--format json --messages json a.amq",
        "--format raw -o out a.amq",
    ] {
        let (output, folder) = marked(&sandbox, arguments).file("a.amq", QUERIES).run_in();
        assert_clean(&output, &folder.path());
    }
}

/// One query is refused, so that the journal of the run stays.
#[test]
fn a_run_that_fails_leaves_no_key() {
    let sandbox = sandbox(&[]);
    let queries = format!("{QUERIES}users new by plan last 7d\n");
    let test = marked(&sandbox, "-v --format csv -o out a.amq").file("a.amq", queries).code(1);
    let (output, folder) = test.run_in();
    assert!(output.stderr.contains("Invalid user property plan"), "{}", output.stderr);
    assert!(folder.path().join("../cache/amq/runs").is_dir(), "no journal to search");
    assert_clean(&output, &folder.path());
}

#[test]
fn a_key_that_is_refused_is_nowhere() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30"]);
    let test = marked(&sandbox, "-v a.amq").file("a.amq", QUERIES).code(1);
    let (output, folder) = test.run_in();
    let said = "the API does not know this key and secret";
    assert!(output.stderr.contains(said), "{}", output.stderr);
    assert_clean(&output, &folder.path());
}

/// Ends abnormally in the middle, when some answers are there and others are on their way.
#[test]
fn a_run_that_crashes_leaves_no_key() {
    use std::os::unix::process::ExitStatusExt;
    let sandbox = sandbox(&["--delay", "400ms"]);
    let queries = (1..=30).map(|days| format!("d{days}: users new last {days}d\n"));
    let queries = queries.collect::<Vec<_>>().concat();
    // Not one that shells let programs in the background ignore.
    for signal in ["ABRT", "TRAP"] {
        let test = marked(&sandbox, "-v --format csv -o out a.amq").file("a.amq", &queries);
        let mut command = test.command(&amq());
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("a process");
        let folder = test.folder.path();
        let start = Instant::now();
        while std::fs::read_dir(folder.join("out/a")).map_or(0, Iterator::count) < 3 {
            assert!(start.elapsed() < Duration::from_mins(1), "no answers");
            std::thread::sleep(Duration::from_millis(10));
        }
        let id = child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{signal}"), &id]).status();
        assert!(sent.expect("kill").success());
        let ended = child.wait_with_output().expect("its end");
        assert!(ended.status.signal().is_some(), "{signal}: {}", ended.status);
        let read = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        let output = Output { stdout: read(ended.stdout), stderr: read(ended.stderr), code: None };
        assert!(folder.join("../cache/amq/runs").is_dir(), "no journal to search");
        assert_clean(&output, &folder);
    }
}

/// Crashes a process that holds a marked key, with cores allowed, and tells whether it left one.
fn leaves_a_core(test: &Test, command: &str) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let mut shell = test.command(std::path::Path::new("sh"));
    let shell = shell.args(["-c", &format!("ulimit -c unlimited; exec {command}")]);
    let shell = shell.env("AMPLITUDE_API_KEY", MARKED).stdout(Stdio::null()).stderr(Stdio::null());
    // A server ends with its input.
    let shell = shell.stdin(Stdio::piped());
    let mut child = shell.spawn().expect("a process");
    std::thread::sleep(Duration::from_secs(1));
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-ABRT", &id]).status();
    assert!(sent.expect("kill").success());
    let status = child.wait().expect("its end");
    assert_eq!(status.signal(), Some(6), "{command}: {status}");
    status.core_dumped()
}

#[test]
fn a_process_that_holds_a_key_leaves_no_core() {
    if !leaves_a_core(&Test::bare(), "sleep 100") {
        skipped("a_process_that_holds_a_key_leaves_no_core", "nothing leaves a core here");
        return;
    }
    // Takes what is sent, and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("its address");
    let test = Test::bare().file("a.amq", QUERIES).env("AMPLITUDE_SECRET_KEY", MARKED);
    let cache = test.folder.path().join("cache").display().to_string();
    let test = test.env("XDG_CACHE_HOME", &cache);
    for command in [&format!("run --base-url http://{address} a.amq"), "lsp"] {
        assert!(!leaves_a_core(&test, &format!("{} {command}", amq().display())), "{command}");
    }
    let found =
        std::process::Command::new("grep").arg("-r").arg(MARKED).arg(test.folder.path()).output();
    assert!(found.expect("grep").stdout.is_empty());
}
