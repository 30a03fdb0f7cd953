//! What the server asks of the client, as it goes out.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::lsp::{Loopback, Request};

/// A socket whose requests have no parameters where they have none: the library sends `null`
/// then, which JSON-RPC does not allow.
pub(crate) struct Socket<L>(pub(crate) L);

impl<L: Loopback> Loopback for Socket<L> {
    type RequestStream = Requests<L::RequestStream>;
    type ResponseSink = L::ResponseSink;

    fn split(self) -> (Self::RequestStream, Self::ResponseSink) {
        let (requests, responses) = self.0.split();
        (Requests(requests), responses)
    }
}

/// The requests of such a socket.
pub(crate) struct Requests<S>(S);

impl<S: Stream<Item = Request> + Unpin> Stream for Requests<S> {
    type Item = Request;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Request>> {
        Pin::new(&mut self.0).poll_next(context).map(|request| request.map(without_null))
    }
}

fn without_null(request: Request) -> Request {
    if request.params().is_none_or(|params| !params.is_null()) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let built = Request::build(method);
    match id {
        Some(id) => built.id(id).finish(),
        None => built.finish(),
    }
}
