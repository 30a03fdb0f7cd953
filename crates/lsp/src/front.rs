//! What stands in front of the server: it sees messages in the order in which they come.

use std::{
    cell::Cell,
    collections::HashSet,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use tower_service::Service;

use crate::{
    document::Document,
    lsp::{Request, Response, jsonrpc},
    queue::Ticket,
    server::failed,
    shared::Shared,
    sift,
};

tokio::task_local! {
    static ARRIVAL: Cell<Arrival>;
}

/// The places in queues that a request took when it came.
#[derive(Default)]
pub(crate) struct Arrival {
    /// In the queue of its document.
    pub(crate) document: Option<Ticket<Document>>,
    /// In those of all documents, for a request about all.
    pub(crate) all: Vec<(String, Ticket<Document>)>,
}

/// The places of the request that is being answered.
pub(crate) fn arrival() -> Arrival {
    ARRIVAL.try_with(Cell::take).unwrap_or_default()
}

/// The requests that tell the server something.
const LIFE: [&str; 2] = ["initialize", "shutdown"];

/// A service that hands documents' events to their queues before another one sees them.
pub(crate) struct Front<S> {
    inner: S,
    shared: Arc<Shared>,
    under_way: UnderWay,
}

/// The requests that are not answered yet.
#[derive(Clone, Default)]
struct UnderWay(Arc<Mutex<HashSet<jsonrpc::Id>>>);

impl UnderWay {
    fn ids(&self) -> MutexGuard<'_, HashSet<jsonrpc::Id>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a notification cancels one of them.
    fn is_cancelled_by(&self, request: &Request) -> bool {
        let id = request.params().and_then(|it| it.get("id"));
        let id = id.and_then(|it| serde_json::from_value(it.clone()).ok());
        id.is_some_and(|id: jsonrpc::Id| self.ids().contains(&id))
    }
}

/// Takes a request out again, however it ends.
struct Leaves(UnderWay, Option<jsonrpc::Id>);

impl Drop for Leaves {
    fn drop(&mut self) {
        if let Some(id) = &self.1 {
            self.0.ids().remove(id);
        }
    }
}

impl<S> Front<S> {
    pub(crate) fn new(inner: S, shared: Arc<Shared>) -> Self {
        Self { inner, shared, under_way: UnderWay::default() }
    }
}

impl<S> Service<Request> for Front<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // The library takes all of these for notifications, which may be passed over.
        if let Some(id) = request.id().filter(|_| request.method().starts_with("$/")) {
            let error = sift::fault(&request).unwrap_or_else(jsonrpc::Error::method_not_found);
            let answer = Response::from_error(id.clone(), error);
            return Box::pin(async move { Ok(Some(answer)) });
        }
        // The library gets to a cancellation later, when its number may be that of another request.
        if request.method() == "$/cancelRequest" && !self.under_way.is_cancelled_by(&request) {
            return Box::pin(async { Ok(None) });
        }
        let arrival = self.shared.arrive(&request);
        let method = request.method().to_owned();
        // One whose number is in use is refused, and does not end the other.
        let id = request.id().filter(|id| self.under_way.ids().insert((*id).clone())).cloned();
        let leaves = Leaves(self.under_way.clone(), id);
        let asked = request.id().cloned();
        let answer = ARRIVAL.scope(Cell::new(arrival), self.inner.call(request));
        Box::pin(async move {
            let _leaves = leaves;
            // What tells the server something has to be done before what comes after it.
            let Some(id) = asked.filter(|_| !LIFE.contains(&method.as_str())) else {
                return answer.await;
            };
            // A long answer takes long to write, too; and a handler may panic.
            let answered = tokio::spawn(answer).await;
            answered.unwrap_or_else(|_| Ok(Some(Response::from_error(id, failed(&method)))))
        })
    }
}
