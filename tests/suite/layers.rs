//! The dependency rules between crates, read from `cargo metadata`.

use std::{collections::BTreeMap, process::Command};

/// What each crate may depend on; an edge that is not listed is forbidden.
const ALLOWED: &[(&str, &[&str])] = &[
    ("amq-schema", &[]),
    ("amq-peg", &["pest_meta", "unicode-ident"]),
    ("amq-syntax", &["amq-peg", "memchr", "text-size", "unicode-ident"]),
    ("amq-check", &["amq-schema", "amq-syntax", "jiff", "smol_str", "strsim"]),
    ("amq-request", &["amq-schema", "amq-syntax", "amq-check"]),
    // The table, because it makes diagnostics of its own: their codes and severities, and regions.
    (
        "amq-project",
        &[
            "amq-check",
            "amq-schema",
            "amq-syntax",
            "ignore",
            "jiff",
            "smol_str",
            "toml",
            "toml_edit",
        ],
    ),
    // The calendar, because a relative range is written as days.
    ("amq-ide", &["amq-check", "amq-request", "amq-schema", "amq-syntax", "jiff", "smol_str"]),
    (
        "amq-lsp",
        &[
            "amq-check",
            "amq-ide",
            "amq-project",
            "amq-request",
            "amq-schema",
            "amq-syntax",
            "jiff",
            "serde",
            "serde_json",
            "smol_str",
            "tokio",
            "tower-lsp-server",
            "futures-core",
            "tower-service",
        ],
    ),
    // Nothing of ours: it reads requests by its own lights, so that it can catch what is wrong.
    (
        "amq-sandbox",
        &[
            "base64",
            "flate2",
            "hyper",
            "hyper-util",
            "jiff",
            "rustc-hash",
            "serde",
            "serde_json",
            "tokio",
        ],
    ),
    (
        "amq-answer",
        &[
            "amq-check",
            "amq-schema",
            "csv",
            "jiff",
            "parquet",
            "serde",
            "serde_json",
            "smol_str",
            "unicode-width",
        ],
    ),
    (
        "amq-client",
        &[
            "amq-check",
            "amq-schema",
            "base64",
            "etcetera",
            "fastrand",
            "httpdate",
            "jiff",
            "keyring",
            "reqwest",
            "rustix",
            "rustls",
            "secrecy",
            "serde",
            "serde_json",
            "sha2",
            "tempfile",
            "tokio",
        ],
    ),
    (
        "amq",
        &[
            "amq-answer",
            "amq-check",
            "amq-client",
            "amq-lsp",
            "amq-project",
            "amq-request",
            "amq-sandbox",
            "amq-schema",
            "amq-syntax",
            "clap",
            "clap_complete",
            "indicatif",
            "jiff",
            "miette",
            "rpassword",
            "serde",
            "serde_json",
            "similar",
            "smol_str",
            "terminal_size",
            "tokio",
            "unicode-width",
        ],
    ),
];

/// Crates of the workspace that nobody builds on: the outside suites.
const OUTSIDE: &[&str] = &["amq-tests"];

/// The sandbox shares nothing with those it judges, not even for its tests.
#[test]
fn the_sandbox_stands_alone() {
    let file = amq_tests::workspace().join("crates/sandbox/Cargo.toml");
    let file = std::fs::read_to_string(file).unwrap();
    let ours = file.lines().filter(|line| line.starts_with("amq-"));
    assert_eq!(ours.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn crates_depend_on_what_they_may() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(amq_tests::workspace())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut seen = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if OUTSIDE.contains(&name) {
            continue;
        }
        let allowed = allowed.get(name).unwrap_or_else(|| panic!("{name} is not in the list"));
        seen.push(name);
        for dependency in package["dependencies"].as_array().unwrap() {
            let for_tests = dependency["kind"] == "dev";
            let needs = dependency["name"].as_str().unwrap();
            assert!(for_tests || allowed.contains(&needs), "{name} may not depend on {needs}");
        }
    }
    let gone: Vec<_> = allowed.keys().filter(|name| !seen.contains(name)).collect();
    assert!(gone.is_empty(), "there is no crate {gone:?}");
}
