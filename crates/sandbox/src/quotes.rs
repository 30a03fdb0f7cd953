//! Lets quotes stand in the line of a request as they are.
//!
//! The documentation's own examples (`curl -g '…?e={"event_type":"_active"}'`) have them there, and
//! the API takes them; hyper takes no address with a quote or an angle bracket that is not encoded.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// A connection whose requests have such characters encoded.
pub(crate) struct Quotes {
    stream: TcpStream,
    read: Vec<u8>,
    given: usize,
    /// How many bytes of a line were seen; `None` in the line of a request.
    header: Option<usize>,
}

impl Quotes {
    /// A connection of which nothing has been read.
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, read: Vec::new(), given: 0, header: None }
    }

    fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match (self.header, byte) {
                (None, b'"') => self.read.extend(b"%22"),
                (None, b'<') => self.read.extend(b"%3C"),
                (None, b'>') => self.read.extend(b"%3E"),
                _ => self.read.push(byte),
            }
            self.header = match (self.header, byte) {
                // Behind an empty line the next request begins: none has a body here.
                (Some(0), b'\n') => None,
                (_, b'\n') => Some(0),
                (Some(length), b'\r') => Some(length),
                (header, _) => header.map(|length| length + 1),
            };
        }
    }
}

impl AsyncRead for Quotes {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.given == self.read.len() {
            let mut bytes = [0; 4096];
            let mut buffer = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer))?;
            self.read.clear();
            self.given = 0;
            self.take(buffer.filled());
        }
        let left = self.read.get(self.given..).unwrap_or_default();
        let count = left.len().min(into.remaining());
        into.put_slice(left.get(..count).unwrap_or_default());
        self.given += count;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Quotes {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
