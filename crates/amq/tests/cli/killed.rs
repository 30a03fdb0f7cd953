//! Runs that are killed and resumed, and runs against a server on which little goes right: their
//! files are those of a run that nothing happened to.

use std::{
    collections::BTreeMap,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use crate::{
    run::asking,
    sandbox::Sandbox,
    support::{Folder, Test, amq},
};

/// The files below a folder, and what they hold. What a killed process was just writing has a hidden
/// name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            let inside = files(&path);
            found.extend(inside.into_iter().map(|(it, bytes)| (format!("{name}/{it}"), bytes)));
        } else if !name.starts_with('.') {
            found.insert(name, std::fs::read(path).expect("a file"));
        }
    }
    found
}

fn written(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    files(&folder.path().join("out"))
}

/// Holds that two folders have the same files.
fn assert_same(name: &str, found: &Folder, expected: &Folder) {
    let (found, expected) = (written(found), written(expected));
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{name}");
    for (file, bytes) in &expected {
        assert!(found.get(file) == Some(bytes), "{name}: {file} is another");
    }
}

fn is_long() -> bool {
    std::env::var_os("AMQ_LONG").is_some()
}

fn csv(sandbox: &Sandbox, queries: &str) -> Test {
    asking(sandbox, "--format csv -o out --no-cache a.amq").file("a.amq", queries)
}

/// So many queries, each dearer than the one before.
fn new_users(count: u32) -> String {
    let queries = (1..=count).map(|days| format!("d{days}: users new last {days}d\n"));
    queries.collect::<Vec<_>>().concat()
}

/// What an undisturbed run writes.
fn undisturbed(queries: &str) -> Folder {
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--limits", "off"]);
    csv(&sandbox, queries).run_in().1
}

/// A small source of random numbers (xorshift).
fn below(state: &mut u64, bound: u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) % bound
}

/// Runs until some answers are written, for a random while more, and kills. Tells whether it was
/// killed before its end.
fn killed(test: &Test, seed: u64) -> bool {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let (answers, more) = (1 + below(&mut state, 16) as usize, below(&mut state, 300));
    let mut child = test.command(&amq()).stderr(Stdio::null()).spawn().expect("a process");
    let start = Instant::now();
    while written(&test.folder).len() < answers && child.try_wait().expect("a process").is_none() {
        assert!(start.elapsed() < Duration::from_mins(1), "no answers");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(more));
    child.kill().expect("a process to kill");
    !child.wait().expect("its end").success()
}

/// Killed at random moments; what is resumed ends with the files of one that was not killed, and the
/// API never refuses anything, though it goes on working on what the dead have sent.
#[test]
fn a_killed_run_is_resumed() {
    let queries = new_users(24);
    let whole = undisturbed(&queries);
    let seeds = 0..if is_long() { 30 } else { 4 };
    let mut resumed = 0;
    for seed in seeds {
        let sandbox = Sandbox::new(&["--today", "2021-09-30", "--delay", "300ms"]);
        let test = csv(&sandbox, &queries);
        let was_killed = killed(&test, seed);
        let kept = written(&test.folder).len();
        let (output, folder) = test.args(&["--resume"]).any_code().run_in();
        if !was_killed {
            assert!(output.stderr.contains("nothing is left to do"), "{}", output.stderr);
            continue;
        }
        assert_eq!(output.code, Some(0), "seed {seed}: {}", output.stderr);
        assert!((1..24).contains(&kept), "seed {seed}: {kept} files");
        assert!(output.stderr.contains(" of them kept from before"), "{}", output.stderr);
        assert_same(&format!("seed {seed}"), &folder, &whole);
        assert_eq!(sandbox.stats("concurrent_429"), 0, "seed {seed}");
        resumed += 1;
    }
    assert!(resumed > 0, "no run was killed before its end");
}

/// Late answers, errors, and connections that end before or within the answer.
#[test]
fn with_chaos_the_files_are_the_same() {
    let days = if is_long() { 120 } else { 20 };
    let query = |days: usize| {
        format!(
            "u{days}: users new last {days}d\n\
             s{days}: segmentation \"Play Song\" by platform last {days}d\n\
             f{days}: funnel ce:Signup -> Purchase last {days}d\n"
        )
    };
    let queries = (1..=days).map(query).collect::<Vec<_>>().concat();
    let whole = undisturbed(&queries);
    assert_eq!(
        written(&whole).keys().filter(|it| !it.contains(".total") && !it.contains(".days")).count(),
        3 * days
    );
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--chaos", "0.2"]);
    let (output, folder) = csv(&sandbox, &queries).run_in();
    assert!(sandbox.stats("spoilt") > 3, "too little went wrong");
    assert_eq!(sandbox.stats("concurrent_429"), 0, "{}", output.stderr);
    assert_same("chaos", &folder, &whole);
}

/// The dearest go first; nothing waits for the first of the file.
#[test]
fn files_are_written_as_answers_come() {
    let sandbox = Sandbox::new(&["--today", "2021-09-30", "--delay", "1s"]);
    let queries = new_users(12);
    let test = csv(&sandbox, &queries);
    let mut child = test.command(&amq()).stderr(Stdio::null()).spawn().expect("a process");
    let start = Instant::now();
    while written(&test.folder).is_empty() {
        assert!(start.elapsed() < Duration::from_mins(1), "no file");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.try_wait().expect("a process").is_none(), "not before the end");
    let names: Vec<String> = written(&test.folder).into_keys().collect();
    assert!(names.len() < 12 && !names.contains(&"a/d1.csv".to_owned()), "{names:?}");
    assert!(child.wait().expect("its end").success());
    assert_eq!(written(&test.folder).len(), 12);
}
