//! Shows an answer: `cargo run -p amq-answer --example show -- FILE.amq BODY.json [FORMAT] [WIDTH]`.
//!
//! The query is the first of the file.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "an example reads files")]

use std::{env, error::Error, fs, io};

use amq_answer::{Format, Origin, Sheet, Style};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, body, rest @ ..] = arguments.as_slice() else {
        return Err("usage: show FILE.amq BODY.json [FORMAT] [WIDTH]".into());
    };
    let format = rest.first().map_or("table", String::as_str);
    let format = Format::ALL.iter().find(|it| it.name() == format).ok_or("no such format")?;
    let width = rest.get(1).map_or(Ok(80), |width| width.parse())?;
    let style = Style { width, color: env::var_os("COLOR").is_some(), ..Style::default() };
    let (text, body) = (fs::read_to_string(file)?, fs::read(body)?);
    let today = jiff::civil::date(2021, 9, 30);
    let context = amq_check::Context::new(today);
    let analysis = amq_check::check(&text, &amq_syntax::parse(&text), &context, &[]);
    let query = analysis.queries.first().and_then(|it| it.query.as_ref()).ok_or("no query")?;
    let answer = amq_answer::decode(query, &body, today, None, &amq_answer::Names::default())?;
    let origin = Origin { name: file.clone(), file: file.clone(), line: 1, ..Origin::default() };
    let sheet = Sheet { query: &origin, answer: &answer, body: &body };
    if *format == Format::Table
        && let Some(picture) = amq_answer::picture(&answer, style)
    {
        println!("{picture}");
    }
    amq_answer::write(*format, &[sheet], style, &mut io::stdout())?;
    Ok(())
}
