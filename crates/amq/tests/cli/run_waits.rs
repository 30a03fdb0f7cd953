//! What `amq run` says while it waits.

use std::{process::Stdio, time::Duration};

use crate::{
    run::{asking, sandbox},
    support::amq,
};

/// What a run says that finds something else in its ledger than what an earlier one left there.
fn waiting(arguments: &str, replaced: (&str, &str)) -> String {
    let sandbox = sandbox();
    let test = asking(&sandbox, &format!("--no-cache {arguments} a.amq"));
    let test = test.file("a.amq", "users new last 3d\n");
    let run = || test.command(&amq()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    assert!(
        run().and_then(std::process::Child::wait_with_output).expect("its end").status.success()
    );
    let ledger = test.folder.path().join("../cache/amq/ledger");
    let files = std::fs::read_dir(ledger).expect("a ledger").flatten().map(|it| it.path());
    let state = files.into_iter().find(|it| it.extension().is_some_and(|it| it == "json"));
    let state = state.expect("what was spent");
    let spent = std::fs::read_to_string(&state).expect("text");
    assert!(spent.contains(replaced.0), "{spent}");
    std::fs::write(&state, spent.replace(replaced.0, replaced.1)).expect("a file");
    let mut waiting = run().expect("a process");
    std::thread::sleep(Duration::from_secs(1));
    waiting.kill().expect("a process to kill");
    let output = waiting.wait_with_output().expect("its end");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_long_wait_is_told_without_a_terminal() {
    let told = |arguments, replaced, why: &str| {
        let stderr = waiting(arguments, replaced);
        assert!(stderr.starts_with("note: waiting until "), "{stderr}");
        assert!(stderr.ends_with(&format!(" UTC {why}\n")), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    };
    let hour = ("\"cost\":3}", "\"cost\":108000}");
    told("", hour, "for the hour's budget");
    let of_five_minutes = ("\"cost\":3}", "\"cost\":1000}");
    told("--limits 5min", of_five_minutes, "for the budget of five minutes");
    let in_ten_minutes = std::time::SystemTime::now() + Duration::from_mins(10);
    let since = in_ten_minutes.duration_since(std::time::UNIX_EPOCH).expect("a time").as_millis();
    let blocked = format!("\"blocked\":{since},");
    told("", ("\"blocked\":0,", &blocked), "because the API takes nothing more for now");
}

/// Without a folder to keep things in a run goes all the same.
#[test]
fn a_cache_folder_that_cannot_be_used_is_a_note() {
    let sandbox = sandbox();
    let test = |arguments: &str| {
        let test = asking(&sandbox, arguments).file("a.amq", "users new last 3d\n");
        let file = test.folder.path().join("a.amq").display().to_string();
        test.env("XDG_CACHE_HOME", &file)
    };
    let output = test("a.amq").run();
    assert!(output.stderr.contains("a.amq/amq` to go on from: "), "{}", output.stderr);
    let output = test("--no-cache a.amq").run();
    assert!(!output.stderr.contains("to go on from"), "{}", output.stderr);
    let output = test("--resume a.amq").code(2).run();
    assert!(output.stderr.contains("a.amq/amq`: "), "{}", output.stderr);
}
