//! One request, from its coming in to its answer.

use std::{sync::Arc, time::Duration};

use hyper::{
    Method, Request, Response,
    body::Incoming,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use serde_json::{Value, json};

use crate::{
    body::Body,
    chaos::{Fault, fault},
    endpoints::{answer, cost, read},
    project::Project,
    refusal::Refusal,
    understood::Understood,
};

/// Where the sandbox tells about itself. Everything below is no part of the API, and asks no keys.
const ABOUT: &str = "/_sandbox";

/// The connection ends here.
#[derive(Debug)]
pub(crate) struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("dropped on purpose")
    }
}

impl std::error::Error for Dropped {}

/// Answers a request.
pub(crate) async fn respond(
    project: Arc<Project>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Dropped> {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    if let Some(path) = path.strip_prefix(ABOUT) {
        return Ok(about(&project, path, &query));
    }
    let number = project.next_number();
    project.budget.note(|stats| stats.requests += 1);
    let understood = match entry(&project, &request, &path, &query) {
        Ok(understood) => understood,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let cost = cost(&understood, || project.now(), project.config.seed);
    // The place is given back before the answer leaves, so that who has the answer can ask again.
    let place = match project.budget.admit(&understood, cost) {
        Ok(place) => place,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let fault = fault(project.config.seed, number, project.config.chaos);
    project.budget.note(|stats| stats.spoilt += u64::from(fault.is_some()));
    // The work goes on if the client goes away meanwhile, and keeps its place until it is done. The
    // documentation says nothing of it; a client may not count on less [I].
    let work = async move {
        wait(&project, cost, fault).await;
        let worked = work(&project, understood, fault).await;
        drop(place);
        worked
    };
    tokio::spawn(work).await.unwrap_or_else(|_| Ok(broken(500)))
}

/// The answer, or what is made of it on purpose.
async fn work(
    project: &Arc<Project>,
    understood: Understood,
    fault: Option<Fault>,
) -> Result<Response<Body>, Dropped> {
    let body = match fault {
        Some(Fault::Dropped) => return Err(Dropped),
        Some(Fault::Status(status)) => return Ok(broken(status)),
        _ => computed(project, understood).await,
    };
    let cut = fault == Some(Fault::Cut);
    Ok(match body {
        Some(body) => with_body(200, Body::new(body, cut)),
        None => broken(500),
    })
}

/// Who may come in, and with what.
fn entry(
    project: &Project,
    request: &Request<Incoming>,
    path: &str,
    query: &str,
) -> Result<Understood, Refusal> {
    if request.method() != Method::GET {
        return Err(Refusal::method());
    }
    let given = request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes);
    if given != Some(project.authorization.as_bytes()) {
        project.budget.note(|stats| stats.forbidden += 1);
        return Err(Refusal::keys());
    }
    read(path, query).inspect_err(|refusal| {
        project.budget.note(|stats| stats.invalid += u64::from(refusal.status == 400));
    })
}

async fn wait(project: &Project, cost: u64, fault: Option<Fault>) {
    let config = &project.config;
    let for_cost = config.delay_per_cost.saturating_mul(u32::try_from(cost).unwrap_or(u32::MAX));
    let late = match fault {
        Some(Fault::Late(late)) => late,
        _ => Duration::ZERO,
    };
    let whole = (config.delay + for_cost + late).div_f64(config.time_scale);
    if !whole.is_zero() {
        tokio::time::sleep(whole).await;
    }
}

/// The answer's text, computed where it keeps nobody else waiting.
async fn computed(project: &Arc<Project>, understood: Understood) -> Option<String> {
    let project = Arc::clone(project);
    let compute = move || {
        let begun = std::time::Instant::now();
        let answered = |store: &_| answer(store, &understood, project.config.seed);
        let mut value = project.with_store(&understood, answered);
        if let Some(took) = value.get_mut("timeComputed") {
            *took = json!(begun.elapsed().as_millis() as u64);
        }
        value.to_string()
    };
    tokio::task::spawn_blocking(compute).await.ok()
}

/// What the sandbox tells about itself: how it understands a request, and what it has seen.
fn about(project: &Project, path: &str, query: &str) -> Response<Body> {
    if path == "/stats" {
        return with_value(200, &json!(project.budget.stats()));
    }
    match path.strip_prefix("/understood").map(|path| read(path, query)) {
        Some(Ok(understood)) => with_value(200, &json!(understood)),
        Some(Err(refusal)) => refused(&refusal),
        None => refused(&Refusal::unknown_path()),
    }
}

fn refused(refusal: &Refusal) -> Response<Body> {
    with_value(refusal.status, &refusal.body)
}

fn with_value(status: u16, value: &Value) -> Response<Body> {
    with_body(status, Body::new(value.to_string(), false))
}

/// A server's error, as what stands before servers words it.
fn broken(status: u16) -> Response<Body> {
    let page = format!("<html><body><h1>{status}</h1></body></html>");
    let mut response = with_body(status, Body::new(page, false));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

fn with_body(status: u16, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap_or_default();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
