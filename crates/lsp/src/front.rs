//! What stands in front of the server: it sees messages in the order in which they come.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tower_service::Service;

use crate::{
    document::Document,
    lsp::{Request, Response, jsonrpc},
    queue::Ticket,
    shared::Shared,
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

/// A service that hands documents' events to their queues before another one sees them.
pub(crate) struct Front<S> {
    inner: S,
    shared: Arc<Shared>,
}

impl<S> Front<S> {
    pub(crate) fn new(inner: S, shared: Arc<Shared>) -> Self {
        Self { inner, shared }
    }
}

impl<S> Service<Request> for Front<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
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
            let answer = Response::from_error(id.clone(), jsonrpc::Error::method_not_found());
            return Box::pin(async move { Ok(Some(answer)) });
        }
        let arrival = self.shared.arrive(&request);
        Box::pin(ARRIVAL.scope(Cell::new(arrival), self.inner.call(request)))
    }
}
