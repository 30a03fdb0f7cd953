//! The pre-commit hook that `docs/repository.md` shows, in a real repository.

use std::{os::unix::fs::PermissionsExt, process::Command};

use crate::support::{Folder, amq, skipped};

const GOOD: &str = "users new last 7d\n";
const BAD: &str = "users nwe last 7d\n";

/// The hook of the documentation.
fn hook() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/repository.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let (_, hook) = page.split_once("```sh\n").expect("a block");
    hook.split("```").next().unwrap_or_default().to_owned()
}

/// Runs git with this program as `amq`; whether it succeeded, and what it said.
fn git(folder: &Folder, arguments: &[&str]) -> (bool, String) {
    let program = amq();
    let own = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "core.hooksPath=hooks"];
    let output = Command::new("git")
        .args(who)
        .args(arguments)
        .current_dir(folder.path())
        .env("PATH", format!("{own}:{path}"))
        .env_remove("GIT_DIR")
        .output()
        .expect("git");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_hook_checks_what_is_staged() {
    if Command::new("git").arg("--version").output().is_err() {
        return skipped("the_hook_checks_what_is_staged", "there is no git");
    }
    let folder = Folder::new();
    std::fs::remove_dir(folder.path().join(".git")).expect("the stand-in of a repository");
    assert!(git(&folder, &["init", "-q"]).0);
    folder.write("hooks/pre-commit", hook().as_bytes());
    let mode = PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path().join("hooks/pre-commit"), mode).expect("its mode");
    let commit = || git(&folder, &["commit", "-q", "-m", "x"]);
    let stage = |name: &str, text: &str| {
        folder.write(name, text.as_bytes());
        assert!(git(&folder, &["add", name]).0);
    };
    // What is used lies in another folder.
    stage("names.amq", "let $iphone = where platform is \"iOS\"\n");
    stage("sub/b.amq", "use \"../names.amq\"\nusers where $iphone last 7d\n");
    stage("sub/a.amq", BAD);
    folder.write("sub/a.amq", GOOD.as_bytes());
    let (done, said) = commit();
    assert!(!done && said.contains("AMQ205") && said.contains("sub/a.amq:1"), "{said}");
    stage("sub/a.amq", GOOD);
    folder.write("sub/a.amq", BAD.as_bytes());
    let (done, said) = commit();
    assert!(done, "{said}");
    stage("sub/a.amq", "users   new last 7d\n");
    let (done, said) = commit();
    assert!(!done && said.contains("sub/a.amq is not formatted"), "{said}");
}
