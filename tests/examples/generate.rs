//! Writes a generated repository: `generate amq|py FOLDER FILES STATEMENTS_A_FILE`.

use std::{env, fs, path::Path};

use amq_tests::{
    corpus::{file, python_file},
    random::Random,
};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [kind, folder, files, statements] = arguments.as_slice() else {
        panic!("usage: generate amq|py FOLDER FILES STATEMENTS_A_FILE");
    };
    let (files, statements): (usize, usize) =
        (files.parse().expect("a number of files"), statements.parse().expect("a number"));
    let mut rng = Random::new(1);
    for number in 0..files {
        let folder = Path::new(&folder).join(format!("team{:02}", number % 50));
        fs::create_dir_all(&folder).expect("a folder to write to");
        let write = if kind == "py" { python_file } else { file };
        let path = folder.join(format!("queries{number:05}.{kind}"));
        fs::write(path, write(&mut rng, statements)).expect("a file to write");
    }
}
