//! `taxonomy.toml`: what it makes known, and what is wrong with one. The fixtures of
//! `tests/taxonomy` are drawn as those of `tests/check` are, with the taxonomy beside them.

use std::path::{Path, PathBuf};

use amq_check::Diagnostic;
use amq_project::{
    Disk, Documents, Input, Options, Outcome, Session, run, settings_mistakes, taxonomy_mistakes,
};
use amq_schema::{Severity, codes};
use amq_tests::{TODAY, amq_files};

use crate::{
    diagnostics::{assert_drawn, without_drawings},
    fixes::applied,
};

fn session(source: &dyn amq_project::Source) -> Session<'_> {
    Session::new(source, Options { today: Some(TODAY), ..Options::default() })
}

#[test]
fn fixtures_say_what_they_should() {
    let session = session(&Disk);
    assert_drawn(&amq_files("tests/taxonomy"), |path, text| said(&session, path, text));
}

#[test]
fn a_fix_makes_its_diagnostic_go_away() {
    let session = session(&Disk);
    for path in amq_files("tests/taxonomy") {
        let text = without_drawings(&std::fs::read_to_string(&path).unwrap());
        let before = said(&session, &path, &text);
        for (it, fix) in before.iter().flat_map(|it| it.fixes.iter().map(move |fix| (it, fix))) {
            let after = said(&session, &path, &applied(&text, fix));
            let count = |said: &[Diagnostic]| {
                said.iter().filter(|other| other.message == it.message).count()
            };
            assert!(count(&after) < count(&before), "`{}` leaves `{}`", fix.title, it.message);
        }
    }
}

fn said(session: &Session<'_>, path: &Path, text: &str) -> Vec<Diagnostic> {
    let project = session.project(path).unwrap();
    session.analyze(&project, path, text, &amq_syntax::parse(text)).diagnostics
}

#[test]
fn the_weekly_queries_are_clean() {
    let inputs: Vec<Input> = amq_files("examples/weekly").into_iter().map(Input::new).collect();
    let outcome = run(&session(&Disk), &inputs, |_| None::<()>);
    let said = outcome.files.iter().flat_map(|file| &file.diagnostics);
    assert_eq!(said.collect::<Vec<_>>(), Vec::<&Diagnostic>::new());
    assert_eq!(outcome.configs().count(), 0);
}

/// What a run over a query says in a folder with settings and a taxonomy.
fn outcome(settings: &str, taxonomy: &str, query: &str) -> Outcome<()> {
    let folder = Path::new("/nowhere/project");
    let mut documents = Documents::over(&Disk);
    documents.insert(folder.join("amq.toml"), settings);
    documents.insert(folder.join("taxonomy.toml"), taxonomy);
    documents.insert(folder.join("queries.amq"), query);
    let inputs: Vec<Input> = [folder.join("queries.amq")].map(Input::new).into();
    run(&session(&documents), &inputs, |_| None)
}

fn ids(diagnostics: &[Diagnostic]) -> Vec<(&'static str, Severity)> {
    diagnostics.iter().map(|it| (it.code.id, it.severity)).collect()
}

#[test]
fn a_level_of_the_settings_holds() {
    let settings = "[lints]\nunknown-event = \"error\"";
    let outcome = outcome(settings, "events = [\"Purchase\"]", "segmentation Purchse last 7d");
    assert_eq!(outcome.configs().count(), 0);
    assert_eq!(ids(&outcome.files[0].diagnostics), [(codes::UNKNOWN_EVENT.id, Severity::Error)]);
}

#[test]
fn a_mistake_in_it_makes_the_project_unusable() {
    let outcome = outcome("", "events = \"Purchase\"", "segmentation Purchse last 7d");
    assert!(!outcome.is_usable() && outcome.files.is_empty());
    let config = outcome.configs().next().unwrap();
    assert!(config.name.ends_with("project/taxonomy.toml"));
    assert_eq!(ids(&config.diagnostics), [(codes::BAD_SETTING.id, Severity::Error)]);
    assert_eq!(&config.text[config.diagnostics[0].range], "\"Purchase\"");
    assert!(config.mistakes("events = [\"Purchase\"]").is_empty());
}

#[test]
fn an_unknown_key_of_it_is_a_warning_that_the_settings_can_silence() {
    let with = |settings: &str| outcome(settings, "evnts = [\"A\"]", "segmentation B last 7d");
    let loud = with("");
    let config = loud.configs().next().unwrap();
    assert!(loud.is_usable());
    assert_eq!(ids(&config.diagnostics), [(codes::UNKNOWN_KEY.id, Severity::Warning)]);
    assert_eq!(applied(&config.text, &config.diagnostics[0].fixes[0]), "events = [\"A\"]");
    assert_eq!(with("lints.unknown-key = \"off\"").configs().count(), 0);
}

#[test]
fn a_key_that_is_there_is_not_what_another_one_meant() {
    let said = taxonomy_mistakes("evnts = []\nevents = []\n");
    assert_eq!(said[0].code.id, codes::UNKNOWN_KEY.id);
    assert!(said[0].fixes.is_empty());
    let said = settings_mistakes("regoin = \"eu\"\nregion = \"us\"\n");
    assert!(said[0].fixes.is_empty());
}

#[test]
fn each_mistake_is_said_at_its_place() {
    let text = "events = [\"A\", 1]\nuser-properties = true\nuser-property = []\n\
                [values]\nplatform = \"iOS\"\ncity = [[\"Paris\"], 2]\n";
    let said = taxonomy_mistakes(text);
    let places: Vec<&str> = said.iter().map(|it| &text[it.range]).collect();
    assert_eq!(places, ["1", "true", "user-property", "\"iOS\"", "[\"Paris\"]", "2"]);
    assert_eq!(
        said[3].message,
        "`platform` takes a list of values in quotes, and this is `\"iOS\"`"
    );
    assert_eq!(said[3].help.as_deref(), Some("such as `[\"Android\", \"iOS\"]`"));
    assert_eq!(taxonomy_mistakes("values = 1")[0].code.id, codes::BAD_SETTING.id);
    assert_eq!(taxonomy_mistakes("events = [")[0].code.id, codes::BAD_SETTING.id);
}

#[test]
fn settings_given_by_name_bring_the_taxonomy_beside_them_once() {
    let root = Path::new("/nowhere");
    let mut documents = Documents::over(&Disk);
    documents.insert(root.join("shared/strict.toml"), "");
    documents.insert(root.join("shared/taxonomy.toml"), "evnts = []\nevents = [\"A\"]");
    let files: [PathBuf; 3] = ["a/q.amq", "b/q.amq", "q.amq"].map(|name| root.join(name));
    documents.insert(root.join("amq.toml"), "");
    for file in &files {
        documents.insert(file, "segmentation B last 7d");
    }
    let config = Some(root.join("shared/strict.toml"));
    let options = Options { today: Some(TODAY), config, ..Options::default() };
    let inputs: Vec<Input> = files.map(Input::new).into();
    let outcome: Outcome<()> = run(&Session::new(&documents, options), &inputs, |_| None);
    let said: Vec<_> = outcome.files.iter().flat_map(|it| ids(&it.diagnostics)).collect();
    assert_eq!(said, [(codes::UNKNOWN_EVENT.id, Severity::Warning); 3]);
    assert_eq!(outcome.configs().count(), 1);
}
