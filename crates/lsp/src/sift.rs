//! What stands before the protocol's library: it would end with the first message that is none.

use std::io::{self, Write};

use serde_json::{Value, json};
use tokio::{
    io::{
        AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex,
    },
    task::JoinHandle,
};

use crate::lsp::{
    Request, Response,
    jsonrpc::{Error, Id},
};

/// The request that takes the place of a message that is none, so that it is answered in its turn.
const FAULT: &str = "$/amq/fault";

/// How many bytes wait to be read.
const WAITING: usize = 1 << 16;

/// The longest line before a message.
const LINE: u64 = 1 << 13;

/// The largest message.
const LARGEST: u64 = 1 << 32;

/// Messages as they come, but those that are none, and what reads them.
pub(crate) fn sift(
    input: impl AsyncRead + Unpin + Send + 'static,
) -> (DuplexStream, JoinHandle<()>) {
    let (mut output, sifted) = duplex(WAITING);
    let reader = tokio::spawn(async move {
        // The end of the output may end the program, so what is wrong is said before.
        if let Err(error) = pass_on(BufReader::new(input), &mut output).await
            && error.kind() == io::ErrorKind::InvalidData
        {
            let _ = io::stderr().write_all(format!("amq: {error}\n").as_bytes());
        }
    });
    (sifted, reader)
}

/// Passes messages on until there are no more.
async fn pass_on<R: AsyncRead + Unpin>(
    mut input: BufReader<R>,
    output: &mut DuplexStream,
) -> io::Result<()> {
    while let Some(length) = length(&mut input).await? {
        let mut body = Vec::new();
        if (&mut input).take(length).read_to_end(&mut body).await? as u64 != length {
            break;
        }
        let body = instead_of(&body).map_or(body, |fault| fault.to_string().into_bytes());
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        output.write_all(head.as_bytes()).await?;
        output.write_all(&body).await?;
    }
    Ok(())
}

/// The length of the next message; none where there is none.
async fn length<R: AsyncRead + Unpin>(input: &mut BufReader<R>) -> io::Result<Option<u64>> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let (mut length, mut line) = (None, Vec::new());
    loop {
        line.clear();
        if (&mut *input).take(LINE).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let said = String::from_utf8_lossy(&line);
        let said = said.trim();
        if said.is_empty() {
            match length {
                Some(length) => return Ok(Some(length)),
                None => return Err(broken("a message came without its `Content-Length`")),
            }
        }
        let Some((name, value)) = said.split_once(':') else {
            return Err(broken("what came on standard input is no message of a client"));
        };
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            let bytes = value.trim().parse().ok().filter(|it| *it <= LARGEST);
            length = Some(bytes.ok_or_else(|| broken("a `Content-Length` is no number of bytes"))?);
        }
    }
}

/// What goes on instead of a message that is none.
fn instead_of(body: &[u8]) -> Option<Value> {
    let fault = |is_json: bool, id: Option<Id>| {
        let id = id.unwrap_or(Id::Null);
        Some(
            json!({ "jsonrpc": "2.0", "id": id, "method": FAULT, "params": { "is_json": is_json } }),
        )
    };
    let Ok(text) = std::str::from_utf8(body) else { return fault(false, None) };
    let read = serde_json::from_str::<Request>(text);
    if read.as_ref().is_ok_and(|request| !request.method().is_empty())
        || serde_json::from_str::<Response>(text).is_ok()
    {
        return None;
    }
    let Ok(value) = serde_json::from_str::<Value>(text) else { return fault(false, None) };
    fault(true, value.get("id").and_then(|id| serde_json::from_value(id.clone()).ok()))
}

/// The answer to a message that was none, if a request stands for one.
pub(crate) fn fault(request: &Request) -> Option<Error> {
    if request.method() != FAULT {
        return None;
    }
    let is_json = request.params()?.get("is_json")?.as_bool()?;
    let (mut error, message) = if is_json {
        (Error::invalid_request(), "this is no request, no notification and no response")
    } else {
        (Error::parse_error(), "this is not JSON")
    };
    error.message = message.into();
    Some(error)
}
