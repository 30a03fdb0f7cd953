//! The examples of diagnostics that only show once files and settings are read through a project.

use std::path::{Path, PathBuf};

use amq_project::{Disk, Input, Options, Session, run, settings_mistakes};
use amq_tests::{TODAY, workspace};

use crate::{
    markdown::{Fence, fences},
    pages::NEEDS_A_PROJECT,
};

#[test]
fn a_wrong_example_raises_its_code_and_a_right_one_nothing() {
    for id in NEEDS_A_PROJECT {
        let page = workspace().join(format!("docs/diagnostics/{id}.md"));
        let fences = fences(&std::fs::read_to_string(page).unwrap());
        let (beside, examples): (Vec<Fence>, Vec<Fence>) =
            fences.into_iter().partition(|it| it.word("title").is_some());
        let [wrong, right] = examples.as_slice() else { panic!("{id} has not two examples") };
        assert_eq!(said(id, &beside, wrong), [*id], "the wrong example of {id}");
        assert!(said(id, &beside, right).is_empty(), "the right example of {id}");
    }
}

/// The codes that an example raises as the `main.amq` of a project with some files beside it.
fn said(id: &str, beside: &[Fence], example: &Fence) -> Vec<&'static str> {
    if example.language == "toml" {
        return settings_mistakes(&example.text).iter().map(|it| it.code.id).collect();
    }
    let root = folder(&format!("{id}-{}", example.line));
    std::fs::create_dir_all(root.join(".git")).unwrap();
    std::fs::write(root.join("amq.toml"), "").unwrap();
    for file in beside {
        std::fs::write(root.join(file.word("title").unwrap()), &file.text).unwrap();
    }
    let main = root.join("main.amq");
    std::fs::write(&main, bytes(example)).unwrap();
    let options = Options { today: Some(TODAY), ..Options::default() };
    let outcome = run(&Session::new(Disk, options), &[Input::new(&main)], |_| Some(()));
    assert!(outcome.problems.is_empty() && outcome.is_usable(), "{id}");
    outcome.files.iter().flat_map(|file| &file.diagnostics).map(|it| it.code.id).collect()
}

/// An empty folder inside another one, so that there is an outside.
fn folder(name: &str) -> PathBuf {
    let outside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(name);
    let _ = std::fs::remove_dir_all(&outside);
    outside.join("project")
}

/// An example as it lies on the disk.
fn bytes(example: &Fence) -> Vec<u8> {
    if example.word("encoding") == Some("latin-1") {
        // The first 256 characters of Unicode are Latin-1.
        return example.text.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect();
    }
    example.text.clone().into_bytes()
}
