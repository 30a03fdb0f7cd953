//! Has the parser of the grammar written.

#![expect(clippy::disallowed_methods, reason = "this runs while the crate is built")]

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grammar/amq.pest");
    println!("cargo::rerun-if-changed={}", grammar.display());
    let parser = amq_peg::parser(&fs::read_to_string(grammar)?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("grammar.rs"), parser)?;
    Ok(())
}
