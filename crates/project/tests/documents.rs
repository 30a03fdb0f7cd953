//! Open documents over the disk: what an editor's server reads.

use amq_project::{Disk, Documents, Input, Options, Session, run};

/// The codes that checking `main.amq` raises, by line.
fn said(documents: &Documents<'_>) -> Vec<&'static str> {
    let session = Session::new(documents, Options::default());
    let outcome = run(&session, &[Input::new("main.amq")], |_| None::<()>);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome.files.iter().flat_map(|file| &file.diagnostics).map(|it| it.code.id).collect()
}

#[test]
fn a_document_is_read_instead_of_a_file() {
    let mut documents = Documents::over(&Disk);
    documents.insert("main.amq", "users new");
    assert_eq!(said(&documents), [""; 0]);
    documents.insert("main.amq", "usrs new");
    assert_eq!(said(&documents), ["AMQ201"]);
}

#[test]
fn documents_use_each_other_before_they_are_saved() {
    let mut documents = Documents::over(&Disk);
    documents.insert("main.amq", "use \"shared.amq\"\nusers new where $nl");
    assert_eq!(said(&documents), ["AMQ213"]);
    documents.insert("./shared.amq", "let $nl = where country is \"Netherlands\"");
    assert_eq!(said(&documents), [""; 0]);
    documents.insert("shared.amq", "use \"main.amq\"\nlet $nl = where country is \"Netherlands\"");
    assert_eq!(said(&documents), ["AMQ212"]);
}

#[test]
fn settings_are_a_document_like_any_other() {
    let mut documents = Documents::over(&Disk);
    documents.insert("main.amq", "users new where plan is \"pro\"");
    assert_eq!(said(&documents), ["AMQ301"]);
    documents.insert("amq.toml", "[properties]\nuser = [\"plan\"]");
    assert_eq!(said(&documents), [""; 0]);
}
