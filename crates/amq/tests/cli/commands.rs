//! The smaller commands.

use crate::support::Test;

#[test]
fn version() {
    let expected = format!("amq {}\n", env!("CARGO_PKG_VERSION"));
    let mut command = std::process::Command::new(crate::support::amq());
    let output = command.arg("--version").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn help_shows_every_command() {
    let output = Test::new("--help").run();
    for command in [
        "check",
        "compile",
        "cost",
        "explain",
        "fmt",
        "init",
        "login",
        "logout",
        "lsp",
        "pull",
        "run",
        "sandbox",
        "completions",
        "schema",
    ] {
        assert!(output.stdout.contains(&format!("\n  {command} ")), "{}", output.stdout);
    }
    assert!(!output.stdout.contains("\n  import "), "a stub");
}

#[test]
fn help_of_a_command_begins_like_its_line() {
    let whole = Test::new("--help").run().stdout;
    assert!(whole.lines().all(|line| line.chars().count() <= 100), "{whole}");
    let lines = whole.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let commands: Vec<_> = lines.map(|line| line.trim().split_once("  ").unwrap()).collect();
    assert_eq!(commands.len(), 15);
    for (name, about) in commands.iter().filter(|it| it.0 != "help") {
        let help = Test::bare().args(&[name, "--help"]).run().stdout;
        assert!(help.starts_with(&format!("{}\n", about.trim())), "{help}");
        assert_eq!(Test::bare().args(&["help", name]).run().stdout, help);
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
    assert_eq!(
        Test::bare().args(&["help"]).run().stdout,
        Test::bare().args(&["--help"]).run().stdout
    );
    let unknown = Test::bare().args(&["help", "chekc"]).code(2).run();
    assert!(unknown.stderr.contains("unrecognized subcommand 'chekc'"), "{}", unknown.stderr);
}

#[test]
fn options_that_change_nothing_are_not_shown() {
    for command in ["login", "logout", "completions", "schema"] {
        let help = Test::bare().args(&[command, "--help"]).run().stdout;
        assert!(!help.contains("--today"), "{help}");
    }
}

#[test]
fn init_writes_files_that_are_clean() {
    let (output, folder) = Test::new("init").run_in();
    assert_eq!(
        output.stderr,
        "wrote amq.toml\nwrote queries.amq\nnext: `amq check`, then `amq run --sandbox`\n"
    );
    Test::new("check --deny-warnings")
        .file("amq.toml", folder.read("amq.toml"))
        .file("queries.amq", folder.read("queries.amq"))
        .run();
    let uncommented = folder.read("amq.toml").replace("# user =", "user =");
    let uncommented = uncommented.replace("# max =", "max =").replace("# unknown-", "unknown-");
    Test::new("check --deny-warnings")
        .file("amq.toml", uncommented)
        .file("queries.amq", folder.read("queries.amq"))
        .run();
}

#[test]
fn init_writes_what_the_formatter_leaves() {
    let (_, folder) = Test::new("init").run_in();
    Test::new("fmt --check").file("queries.amq", folder.read("queries.amq")).run();
}

#[test]
fn init_never_overwrites() {
    let (output, folder) = Test::new("init").file("amq.toml", "region = \"eu\"\n").code(2).run_in();
    assert!(output.stderr.contains("`amq.toml` already exists"), "{}", output.stderr);
    assert_eq!(folder.read("amq.toml"), "region = \"eu\"\n");
}

#[test]
fn init_makes_its_folder() {
    let (output, folder) = Test::new("init no/such --region eu").run_in();
    assert!(output.stderr.starts_with("wrote no/such/amq.toml\n"), "{}", output.stderr);
    let settings = folder.read("no/such/amq.toml");
    assert!(settings.contains("\nregion = \"eu\"\n"), "{settings}");
    let output = Test::new("init a.amq").file("a.amq", "").code(2).run();
    assert!(output.stderr.contains("cannot make the folder `a.amq`"), "{}", output.stderr);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = Test::new("completions").args(&[shell]).run();
        assert!(output.stdout.contains("deny-warnings"), "{shell}");
    }
    Test::new("completions tcsh").code(2).run();
}

/// Shells offer the codes of diagnostics; names and digits are taken all the same.
#[test]
fn completions_have_the_codes_of_diagnostics() {
    for shell in ["bash", "zsh", "fish"] {
        let output = Test::new("completions").args(&[shell]).run();
        for code in amq_schema::CODES {
            assert!(output.stdout.contains(code.id), "{shell} does not offer {}", code.id);
        }
    }
    let fish = Test::new("completions fish").run().stdout;
    let line = "complete -c amq -n \"__fish_amq_using_subcommand explain\" -f -a AMQ203 -d '";
    assert!(fish.contains(line), "{fish}");
    let page = Test::new("explain AMQ203").run().stdout;
    for other in ["203", "unknown-clause"] {
        Test::new("explain").args(&[other]).stdout(&page).run();
    }
    let help = Test::new("explain --help").run().stdout;
    assert!(!help.contains("AMQ101"), "the help lists every code: {help}");
}

#[test]
fn help_says_what_is_untried() {
    let help = Test::new("compile --help").run().stdout;
    assert!(help.contains("those for PowerShell and cmd are untried"), "{help}");
    assert!(help.contains("PowerShell, untried"), "{help}");
}

#[test]
fn schema_has_the_whole_table() {
    let output = Test::new("schema --json").run();
    let table: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(table["endpoints"].as_array().unwrap().len(), 14);
    assert_eq!(table["clauses"].as_array().unwrap().len(), amq_schema::CLAUSES.len());
    assert_eq!(table["keywords"].as_array().unwrap().len(), amq_schema::KEYWORDS.len());
    assert_eq!(table["limits"].as_array().unwrap().len(), amq_schema::LIMITS.len());
    assert_eq!(table["diagnostics"].as_array().unwrap().len(), amq_schema::CODES.len());
    let funnel = table["endpoints"].as_array().unwrap().iter().find(|it| it["name"] == "funnel");
    let wires: Vec<&str> = funnel.unwrap()["params"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["wire"].as_str().unwrap())
        .collect();
    assert_eq!(wires, ["e", "start", "end", "mode", "n", "i", "s", "g", "cs", "limit"]);
    Test::new("schema").code(2).run();
}

#[test]
fn explain_shows_the_page_of_a_code_or_name() {
    let by_code = Test::new("explain amq203").run().stdout;
    let by_name = Test::new("explain unknown-clause").run().stdout;
    assert_eq!(by_code, by_name);
    assert!(by_code.starts_with("unknown-clause (AMQ203)\n"), "{by_code}");
    assert!(!by_code.contains("```"), "{by_code}");
    assert!(by_code.contains("\n    users where "), "{by_code}");
}

#[test]
fn explain_offers_the_nearest() {
    let output = Test::new("explain unknwn-clause").stdout("").code(2).run();
    assert!(output.stderr.contains("there is `unknown-clause`"), "{}", output.stderr);
}

#[test]
fn explain_takes_digits_and_lists_every_code() {
    assert_eq!(Test::new("explain 203").run().stdout, Test::new("explain AMQ203").run().stdout);
    let list = Test::new("explain").run().stdout;
    assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
    let codes = list.lines().filter(|line| line.starts_with("AMQ")).count();
    assert_eq!(codes, amq_schema::CODES.len());
    let unknown = Test::new("explain AMQ999").code(2).run().stderr;
    assert!(unknown.contains("`amq explain` lists all of them"), "{unknown}");
}

#[test]
fn a_wrong_command_line_is_a_message_for_programs_too() {
    for messages in ["--messages json", "--messages=json"] {
        let output = Test::new(&format!("run {messages} --formt x")).code(2).run();
        let said: serde_json::Value = serde_json::from_str(&output.stderr).expect("a message");
        assert_eq!(said["kind"], "error", "{said}");
        assert_eq!(said["message"], "unexpected argument '--formt' found", "{said}");
        assert_eq!(said["help"], "a similar argument exists: '--format'", "{said}");
    }
}

#[test]
fn a_command_without_fixes_says_whose_they_are() {
    for command in ["compile", "cost", "run --sandbox"] {
        let text = "users nwe\nfunnel A -> -> B\n";
        let output = Test::new(&format!("{command} a.amq")).file("a.amq", text).code(1).run();
        let end = "; `amq check --fix` fixes 1, `--unsafe-fixes` 1 more\n";
        assert!(output.stderr.ends_with(end), "{}", output.stderr);
        assert!(
            output.stderr.contains("(`amq check --unsafe-fixes` does it)"),
            "{}",
            output.stderr
        );
    }
}

#[test]
fn explanations_have_no_addresses_of_neighbours() {
    for code in amq_schema::CODES {
        let page = Test::new("explain").args(&[code.id]).run().stdout;
        assert!(!page.contains("](") && !page.contains(".md"), "{page}");
    }
    let page = Test::new("explain AMQ405").run().stdout;
    assert!(page.contains("language reference"), "{page}");
}
