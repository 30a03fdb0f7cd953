//! Writes a generated repository: `generate FOLDER FILES QUERIES_A_FILE`.

use std::{env, fs, path::Path};

use amq_tests::corpus::{Rng, file};

fn main() {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let files: usize = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(10_000);
    let queries: usize = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(10);
    let mut rng = Rng::new(1);
    for number in 0..files {
        let folder = Path::new(&folder).join(format!("team{:02}", number % 50));
        fs::create_dir_all(&folder).expect("a folder to write to");
        let path = folder.join(format!("queries{number:05}.amq"));
        fs::write(path, file(&mut rng, queries)).expect("a file to write");
    }
}
