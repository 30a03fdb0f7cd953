//! Runs against a server of this machine: what is tried again, what is kept, and what is refused.

mod server;

use std::{path::Path, time::Duration};

use amq_client::{
    Client, Clock, Credentials, Event, From, Job, Journal, Outcome, Setup, Stop, Target,
};
use amq_schema::Pool;
use jiff::civil::date;
use server::{Said, Server};
use tokio::sync::watch;

const KEY: &str = "k0123456789abcdef0123456789abcde";
const SECRET: &str = "s0123456789abcdef0123456789abcde";
const TODAY: jiff::civil::Date = date(2021, 9, 30);

fn client(base: &str, folder: Option<&Path>, cache_for: u64) -> Client {
    client_with(SECRET, base, folder, cache_for)
}

fn client_with(secret: &str, base: &str, folder: Option<&Path>, cache_for: u64) -> Client {
    let setup = Setup {
        target: Target::new(base).expect("an address"),
        credentials: Credentials::new(KEY.to_owned(), secret.to_owned()).expect("credentials"),
        folder: folder.map(Path::to_owned),
        cache_for: Duration::from_secs(cache_for),
        reading: None,
        timeout: Duration::from_secs(2),
        clock: Clock::faster(50),
    };
    Client::new(setup).expect("a client")
}

fn job(base: &str, path: &str) -> Job {
    Job { url: format!("{base}{path}"), pool: Pool::Cost, cost: Some(10), settled: true }
}

async fn ran(client: &Client, jobs: &[Job]) -> Vec<Outcome> {
    let (_stop, stopped) = watch::channel(Stop::No);
    client.run(jobs, None, stopped, &mut |_| {}).await
}

fn body(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Answered { body, .. } => str::from_utf8(body).expect("text"),
        other => panic!("no answer: {other:?}"),
    }
}

#[tokio::test]
async fn what_gets_no_answer_is_asked_again() {
    let server = Server::new(|path, before| match (path, before) {
        ("/500", 0) => Said::Status(500, "", "{}".to_owned()),
        ("/504", 0) => Said::Status(504, "", "<html>".to_owned()),
        ("/cut", 0) => Said::Cut("{\"data\":".to_owned()),
        ("/half", 0) => Said::fine("{\"data\":"),
        ("/gone", 0..=1) => Said::Nothing,
        ("/late", 0) => Said::Late(Duration::from_secs(4), "{\"late\":1}".to_owned()),
        _ => Said::fine("{\"data\":1}"),
    })
    .await;
    let paths = ["/500", "/504", "/cut", "/half", "/gone", "/late", "/fine"];
    let jobs: Vec<Job> = paths.iter().map(|path| job(&server.base, path)).collect();
    for outcome in ran(&client(&server.base, None, 0), &jobs).await {
        assert_eq!(body(&outcome), "{\"data\":1}");
    }
    let asked = server.asked();
    let times = |path: &str| asked.iter().filter(|it| it.path == path).count();
    assert_eq!(paths.map(times), [2, 2, 2, 2, 3, 2, 1]);
}

#[tokio::test]
async fn what_never_gets_an_answer_ends_with_the_reason() {
    let server = Server::new(|_, _| Said::Status(502, "", "<html>".to_owned())).await;
    let outcomes = ran(&client(&server.base, None, 0), &[job(&server.base, "/")]).await;
    let [Outcome::Failed { why, attempts }] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!((why.as_str(), *attempts, server.asked().len()), ("status 502", 7, 7));
}

#[tokio::test]
async fn nobody_there_is_a_reason_too() {
    let outcomes =
        ran(&client("http://127.0.0.1:1", None, 0), &[job("http://127.0.0.1:1", "/")]).await;
    let [Outcome::Failed { why, .. }] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert!(why.starts_with("no connection: "), "{why}");
}

#[tokio::test]
async fn the_server_says_how_long_it_wants_to_be_left_alone() {
    let details =
        r#"{"error":{"metadata":{"details":"Exceeded concurrent limit with query of cost 10"}}}"#;
    let server = Server::new(move |_, before| match before {
        0 => Said::Status(429, "Retry-After: 60\r\n", details.to_owned()),
        _ => Said::fine("{}"),
    })
    .await;
    let outcomes = ran(&client(&server.base, None, 0), &[job(&server.base, "/")]).await;
    assert_eq!(body(&outcomes[0]), "{}");
    let asked = server.asked();
    // The clock of the test runs fifty times as fast.
    let pause = asked[1].at - asked[0].at;
    assert!((1150..2500).contains(&pause.as_millis()), "{pause:?}");
}

#[tokio::test]
async fn another_host_is_not_sent_the_key() {
    let other = Server::new(|_, _| Said::fine("{}")).await;
    let to = format!("Location: {}/stolen\r\n", other.base);
    let to: &'static str = Box::leak(to.into_boxed_str());
    let server = Server::new(move |path, _| match path {
        "/away" => Said::Status(302, to, String::new()),
        "/within" => Said::Status(302, "Location: /fine\r\n", String::new()),
        _ => Said::fine("{\"fine\":1}"),
    })
    .await;
    let client = client(&server.base, None, 0);
    let jobs = [job(&server.base, "/away"), job(&server.base, "/within"), job(&other.base, "/")];
    let outcomes = ran(&client, &jobs).await;
    let Outcome::Refused(refusal) = &outcomes[0] else { panic!("{outcomes:?}") };
    assert!(refusal.details.contains("which is not sent your key"), "{refusal:?}");
    assert_eq!(body(&outcomes[1]), "{\"fine\":1}");
    assert!(matches!(&outcomes[2], Outcome::Refused(_)));
    assert!(other.asked().is_empty());
    let within = server.asked().into_iter().find(|it| it.path == "/fine").expect("a redirect");
    assert!(within.head.to_ascii_lowercase().contains("authorization: basic "));
}

#[tokio::test]
async fn a_wrong_key_ends_the_run() {
    let server = Server::new(|_, _| {
        let body = r#"{"error":{"metadata":{"details":"Invalid API/Secret Key combination"}}}"#;
        Said::Status(403, "", body.to_owned())
    })
    .await;
    let jobs: Vec<Job> = (0..50).map(|at| job(&server.base, &format!("/{at}"))).collect();
    let outcomes = ran(&client(&server.base, None, 0), &jobs).await;
    assert!(outcomes.iter().all(|it| matches!(it, Outcome::Refused(it) if it.is_of_credentials())));
    assert!(server.asked().len() <= 5, "{}", server.asked().len());
}

#[tokio::test]
async fn answers_are_kept_for_a_while_and_never_with_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::new(|path, _| Said::fine(&format!("{{\"{path}\":\"{KEY}\"}}"))).await;
    let settled = job(&server.base, "/settled");
    let open = Job { settled: false, ..job(&server.base, "/open") };
    let jobs = [settled.clone(), open, settled];
    let client = client(&server.base, Some(folder.path()), 3600);
    let first = ran(&client, &jobs).await;
    assert_eq!(server.asked().len(), 2, "the same request goes once");
    assert_eq!(body(&first[0]), "{\"/settled\":\"(hidden)\"}");
    // More than the two minutes that an answer lasts which can still change.
    tokio::time::sleep(Duration::from_millis(2600)).await;
    let second = ran(&client, &jobs).await;
    let from = |it: &Outcome| matches!(it, Outcome::Answered { from: From::Cache(_), .. });
    assert_eq!(second.iter().map(from).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(body(&second[0]), body(&first[0]));
    let kept = files(folder.path());
    assert!(kept.len() >= 4, "{kept:?}");
    for (path, bytes) in kept {
        for marked in [KEY, SECRET] {
            let found = bytes.windows(marked.len()).any(|it| it == marked.as_bytes());
            assert!(!found && !path.contains(marked), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_not_for_other_secrets_nor_for_days_that_were_not_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::new(|_, _| Said::fine("{}")).await;
    let over = job(&server.base, "/day");
    let open = Job { settled: false, ..over.clone() };
    let kept = client(&server.base, Some(folder.path()), 3600);
    ran(&kept, &[open]).await;
    ran(&kept, std::slice::from_ref(&over)).await;
    assert_eq!(server.asked().len(), 2, "what was asked during the day is not all of it");
    ran(&kept, std::slice::from_ref(&over)).await;
    assert_eq!(server.asked().len(), 2);
    let other = client_with("another-secret-of-it", &server.base, Some(folder.path()), 3600);
    ran(&other, &[over]).await;
    assert_eq!(server.asked().len(), 3, "another secret has to be judged by the server");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_kept_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    let server = Server::new(|_, _| Said::fine("{}")).await;
    ran(&client(&server.base, Some(&cache), 3600), &[job(&server.base, "/")]).await;
    let mode = |path: &Path| path.metadata().expect("metadata").permissions().mode() & 0o777;
    assert_eq!(mode(&cache), 0o700);
    for entry in std::fs::read_dir(cache.join("answers")).expect("answers") {
        assert_eq!(mode(&entry.expect("an entry").path()), 0o600);
    }
}

#[tokio::test]
async fn a_run_that_was_stopped_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let server =
        Server::new(|path, _| Said::Late(Duration::from_millis(100), format!("{{\"{path}\":1}}")))
            .await;
    let jobs: Vec<Job> = (0..20).map(|at| job(&server.base, &format!("/{at}"))).collect();
    let open = |today, resume| {
        Journal::open(folder.path(), &["x"], today, resume, Clock::default()).expect("a journal")
    };
    let journal = open(TODAY, false).expect("a journal");
    let again = Journal::open(folder.path(), &["x"], TODAY, true, Clock::default());
    assert!(again.is_err(), "two at a time");
    let (stop, stopped) = watch::channel(Stop::No);
    let mut done = 0;
    let client = client(&server.base, Some(folder.path()), 0);
    let first = client
        .run(&jobs, Some(&journal), stopped, &mut |event| {
            if let Event::Done(..) = event {
                done += 1;
                if done == 7 {
                    stop.send(Stop::Soon).expect("a run");
                }
            }
        })
        .await;
    drop(journal);
    let stopped = first.iter().filter(|it| matches!(it, Outcome::Stopped)).count();
    assert!((8..=13).contains(&stopped), "{stopped}");
    assert_eq!(server.asked().len(), 20 - stopped, "what was sent was waited for");

    let journal = open(date(2021, 10, 1), true).expect("a journal");
    assert_eq!(journal.today, TODAY, "the day is that of the run");
    let (_stop, stopped_not) = watch::channel(Stop::No);
    let second = client.run(&jobs, Some(&journal), stopped_not, &mut |_| {}).await;
    assert_eq!(server.asked().len(), 20, "nothing is asked twice");
    for (at, outcome) in second.iter().enumerate() {
        assert_eq!(body(outcome), format!("{{\"/{at}\":1}}"));
    }
    journal.finish();
    assert!(open(TODAY, true).is_some_and(|it| it.is_finished), "nothing is left to resume");
    assert!(open(TODAY, false).is_some_and(|it| !it.is_finished), "a new run");
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            found.push((path.display().to_string(), bytes));
        }
    }
    found
}
