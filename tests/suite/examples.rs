//! The examples of the repository, asked of a sandbox, show something.

use amq_check::Query;
use amq_client::{Client, Job, Outcome, Stop};
use amq_project::{Disk, Input, Options, Session, run};
use amq_sandbox::{Config, Limits, serve};
use amq_tests::amq_files;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::understood::setup;

/// Some day long after those that the examples of the documentation ask for.
const TODAY: Date = date(2026, 3, 18);

#[test]
fn most_have_data() {
    let inputs: Vec<Input> = amq_files("examples").iter().map(Input::new).collect();
    let options = Options { today: Some(TODAY), ..Options::default() };
    let outcome = run(&Session::new(Disk, options), &inputs, |seen| {
        Some(seen.analysis.queries.iter().map(|it| it.query.clone().unwrap()).collect::<Vec<_>>())
    });
    let queries: Vec<Query> =
        outcome.files.into_iter().filter_map(|it| it.value).flatten().collect();
    let config =
        Config { users: 2000, limits: Limits::Off, today: Some(TODAY), ..Config::default() };
    let sandbox = serve(config).unwrap();
    let base = format!("http://{}", sandbox.address());
    let jobs: Vec<Job> = queries
        .iter()
        .map(|query| Job::new(query, amq_request::url(query, &base), TODAY))
        .collect();
    let silent: Vec<&str> = jobs
        .iter()
        .zip(answers(&base, &jobs))
        .filter(|(_, body)| !says_something(body))
        .map(|it| it.0.url.as_str())
        .collect();
    println!("{} of {} show something", jobs.len() - silent.len(), jobs.len());
    assert!(jobs.len() > 100 && silent.len() <= jobs.len() / 20, "{silent:#?}");
}

fn answers(base: &str, jobs: &[Job]) -> Vec<Value> {
    let setup = setup(base);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_stop, stopped) = tokio::sync::watch::channel(Stop::No);
    let client = Client::new(setup).unwrap();
    let outcomes = runtime.block_on(client.run(jobs, None, stopped, &mut |_| {}));
    let body = |(job, outcome): (&Job, &Outcome)| match outcome {
        Outcome::Answered { body, .. } => serde_json::from_slice(body).unwrap(),
        other => panic!("{}: {other:?}", job.url),
    };
    jobs.iter().zip(&outcomes).map(body).collect()
}

/// Whether a body holds anything but zeros: a number above zero among its data, a user, an event.
fn says_something(body: &Value) -> bool {
    let counts = |list: &str| body[list].as_array().is_some_and(|it| !it.is_empty());
    let text = body["data"].as_str().is_some_and(|it| it.lines().count() > 3);
    counts("matches") || counts("events") || text || has_number(&body["data"])
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64() > Some(0.0),
        Value::Array(list) => list.iter().any(has_number),
        Value::Object(object) => {
            object.iter().any(|(key, it)| !key.ends_with("Index") && key != "id" && has_number(it))
        }
        _ => false,
    }
}
