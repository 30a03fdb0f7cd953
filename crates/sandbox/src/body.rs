//! The body of an answer, which may end too early on purpose.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};

/// A body.
pub(crate) struct Body {
    left: Option<Bytes>,
    length: u64,
    cut: bool,
    flushed: bool,
}

/// The body ends before its end.
#[derive(Debug)]
pub(crate) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cut on purpose")
    }
}

impl std::error::Error for Cut {}

impl Body {
    /// A text as a body; half of it where it is cut.
    pub(crate) fn new(text: String, cut: bool) -> Self {
        let length = text.len() as u64;
        let mut left = Bytes::from(text);
        if cut {
            left.truncate(left.len() / 2);
        }
        Self { left: Some(left), length, cut, flushed: false }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        Poll::Ready(match self.left.take() {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.cut && !self.flushed => {
                // What was given so far leaves before the connection does.
                self.flushed = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            None if self.cut => Some(Err(Cut)),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_none() && !self.cut
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
