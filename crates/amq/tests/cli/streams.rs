//! Streams: who closes them, and what goes where.

use std::{io::Read, process::Stdio};

use crate::support::{Test, amq};

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let queries = "users new on 2021-01-01\n".repeat(20_000);
    let test = Test::new("compile").file("a.amq", &queries);
    let mut child =
        test.command(&amq()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 5];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(&first, b"https");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_reader_of_reports_who_leaves_early_changes_no_exit_code() {
    let test = Test::new("check").file("a.amq", "usrs\n".repeat(5_000));
    let mut child =
        test.command(&amq()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let test = Test::new("compile").file("a.amq", "realtime\n");
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = test.command(&amq()).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write the result"));
}

#[test]
fn colours() {
    let test = || Test::new("check").file("a.amq", "usrs\n").code(1);
    let is_colored = |test: Test| test.run().stderr.contains('\u{1b}');
    assert!(!is_colored(test()), "not a terminal");
    assert!(is_colored(test().args(&["--color", "always"])));
    assert!(is_colored(test().args(&["--color", "always"]).env("NO_COLOR", "1")), "asked for");
    assert!(!is_colored(test().args(&["--color", "never"])));
}

/// A terminal shows colours, unless `NO_COLOR` is set. `script` of util-linux makes one.
#[cfg(target_os = "linux")]
#[test]
fn colours_on_a_terminal() {
    let shown = |variables: &[(&str, &str)]| {
        let mut test = Test::new("check").file("a.amq", "usrs\n").env("TERM", "xterm");
        for (name, value) in variables {
            test = test.env(name, value);
        }
        let program = amq();
        let line = format!("{} check", program.display());
        let mut command = test.command("script".as_ref());
        let arguments = ["-qec", &line, "/dev/null"];
        command = {
            let mut plain = std::process::Command::new("script");
            plain.args(arguments).current_dir(command.get_current_dir().unwrap()).env_clear();
            plain.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
            plain.env("TERM", "xterm").envs(variables.iter().copied());
            plain
        };
        let output = command.stdin(Stdio::null()).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).contains('\u{1b}'))
    };
    let Some(plain) = shown(&[]) else { return };
    assert!(plain);
    assert_eq!(shown(&[("NO_COLOR", "1")]), Some(false));
    assert_eq!(shown(&[("NO_COLOR", "")]), Some(true));
}

#[test]
fn a_terminal_is_not_commanded_by_a_file() {
    let text = "users new where city is \"\u{1b}[31mred\u{202e}\u{9b}\u{7}\" adn\n";
    for format in ["human", "short"] {
        let output =
            Test::new("check --format").args(&[format]).file("a\u{1b}[2J.amq", text).code(1).run();
        let all = output.stdout + &output.stderr;
        assert!(!all.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}']), "{all:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn help_onto_a_full_disk_is_an_error() {
    for arguments in ["--help", "check --help", "help"] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
        let mut command = std::process::Command::new(crate::support::amq());
        let command = command.args(arguments.split(' ')).stdout(full);
        let output = command.stderr(std::process::Stdio::piped()).output().expect("its end");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.starts_with("error: cannot write the result"), "{stderr}");
    }
}
