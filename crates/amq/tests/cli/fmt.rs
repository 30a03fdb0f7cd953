//! `amq fmt`.

use crate::support::{Folder, Test};

const ROUGH: &str = "users   by platform where city = \"Amsterdam\"\n";
const SMOOTH: &str = "users where city is \"Amsterdam\" by platform\n";

#[test]
fn files_are_formatted_in_place() {
    let (output, folder) = Test::new("fmt").file("a/b.amq", ROUGH).file("c.amq", SMOOTH).run_in();
    assert_eq!(folder.read("a/b.amq"), SMOOTH);
    assert_eq!(output.stderr, "1 file formatted\n");
    Test::new("fmt").file("c.amq", SMOOTH).stdout("").stderr("").run();
    Test::new("fmt -q").file("c.amq", ROUGH).stdout("").stderr("").run();
}

#[test]
fn check_changes_nothing() {
    let (output, folder) = Test::new("fmt --check").file("a.amq", ROUGH).code(1).run_in();
    assert_eq!(folder.read("a.amq"), ROUGH);
    assert_eq!(output.stderr, "a.amq is not formatted\n1 file would change\n");
    Test::new("fmt --check").file("a.amq", SMOOTH).stderr("").run();
}

#[test]
fn a_difference_is_shown() {
    let expected = format!("--- a/a.amq\n+++ b/a.amq\n@@ -1 +1 @@\n-{ROUGH}+{SMOOTH}");
    let (_, folder) =
        Test::new("fmt --diff").file("a.amq", ROUGH).stdout(&expected).code(1).run_in();
    assert_eq!(folder.read("a.amq"), ROUGH);
    Test::new("fmt --diff --check").file("a.amq", ROUGH).stdout(&expected).code(1).run();
    Test::new("fmt --diff").file("a.amq", SMOOTH).stdout("").stderr("").run();
}

#[test]
fn standard_streams() {
    Test::new("fmt -").stdin(ROUGH).stdout(SMOOTH).stderr("").run();
    Test::new("fmt -").stdin(SMOOTH).stdout(SMOOTH).stderr("").run();
    Test::new("fmt - --check").stdin(ROUGH).stdout("").code(1).run();
    Test::new("fmt - --stdin-name x.amq --diff")
        .stdin(ROUGH)
        .stdout(&format!("--- a/x.amq\n+++ b/x.amq\n@@ -1 +1 @@\n-{ROUGH}+{SMOOTH}"))
        .code(1)
        .run();
}

#[test]
fn statements_with_mistakes_stay() {
    let wrong = "usrs   new \"\n";
    let whole = format!("{ROUGH}{wrong}");
    let (output, folder) = Test::new("fmt").file("a.amq", &whole).code(1).run_in();
    assert_eq!(folder.read("a.amq"), format!("{SMOOTH}{wrong}"));
    let place = "a.amq:2: stays as written, because of a mistake\n";
    assert!(output.stderr.starts_with(place), "{}", output.stderr);
    assert!(output.stderr.contains("1 statement stays as written"), "{}", output.stderr);
    for arguments in ["fmt --check", "fmt --diff"] {
        let output = Test::new(arguments).file("a.amq", format!("{SMOOTH}{wrong}")).code(1).run();
        assert!(output.stderr.starts_with(place), "{}", output.stderr);
    }
    Test::new("fmt - --check").stdin(wrong).stdout("").code(1).run();
    // Editors take what they get from here only where nothing failed.
    Test::new("fmt -q -").stdin(wrong).stdout(wrong).stderr("").run();
}

#[test]
fn line_endings_and_a_mark_stay() {
    let rough = format!("\u{feff}{}", ROUGH.replace('\n', "\r\n"));
    let (_, folder) = Test::new("fmt").file("a.amq", &rough).run_in();
    assert_eq!(folder.read("a.amq"), format!("\u{feff}{}", SMOOTH.replace('\n', "\r\n")));
}

#[test]
fn what_cannot_be_formatted_says_what_to_do() {
    let output = Test::new("fmt no.amq").code(2).run();
    assert!(output.stderr.contains("there is no such file"), "{}", output.stderr);
    let output = Test::new("fmt").file("a.amq", b"# \xe9\n").code(2).run();
    assert!(output.stderr.contains("save it as UTF-8"), "{}", output.stderr);
}

/// In a folder that may not be written: as root, who may write anywhere, as somebody else.
#[cfg(unix)]
#[test]
fn a_read_only_folder_says_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("deep/a.amq", ROUGH.as_bytes());
    let deep = folder.path().join("deep");
    let mode = |mode| std::fs::set_permissions(&deep, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o555);
    let run = |setpriv: bool| {
        let program = crate::support::amq();
        let mut command = std::process::Command::new(if setpriv {
            "setpriv".as_ref()
        } else {
            program.as_path()
        });
        if setpriv {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        }
        command.args(["fmt", "a.amq"]).current_dir(&deep).output().ok()
    };
    let mut output = run(false).unwrap();
    if output.status.success() {
        // This is root.
        folder.write("deep/a.amq", ROUGH.as_bytes());
        match run(true) {
            Some(found) if !String::from_utf8_lossy(&found.stderr).contains("setpriv") => {
                output = found;
            }
            _ => {
                mode(0o755);
                let why = "root may write anywhere, and `setpriv` cannot be used";
                return crate::support::skipped("a_read_only_folder_says_what_to_do", why);
            }
        }
    }
    mode(0o755);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("permission denied"), "{stderr}");
    assert!(stderr.contains("make the folder writable"), "{stderr}");
    assert_eq!(folder.read("deep/a.amq"), ROUGH);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_not_counted() {
    use std::os::unix::fs::PermissionsExt;
    let test = Test::new("fmt").file("a.amq", "users  new\n");
    let path = test.folder.path().join("a.amq");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).unwrap();
    let output = test.code(2).run();
    assert!(output.stderr.starts_with("error: cannot write `a.amq`"), "{}", output.stderr);
    assert!(!output.stderr.contains("formatted"), "{}", output.stderr);
}
