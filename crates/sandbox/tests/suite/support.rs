//! What the tests share: random numbers, a client, files.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use amq_sandbox::{Config, Handle, Limits, serve};
use serde_json::Value;

/// `sandbox:sandbox`
pub(crate) const KEYS: &str = "Basic c2FuZGJveDpzYW5kYm94";

/// A small source of random numbers (xorshift).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        for shift in [13_i32, -7, 17] {
            self.0 ^= if shift < 0 { self.0 >> -shift } else { self.0 << shift };
        }
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }

    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// Some of the items, at least one.
    pub(crate) fn some<T: Clone>(&mut self, items: &[T], most: usize) -> Vec<T> {
        (0..=self.below(most)).map(|_| self.pick(items)).collect()
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn details(&self) -> String {
        self.json()["error"]["metadata"]["details"].as_str().unwrap_or_default().to_owned()
    }
}

/// Asks with the right keys.
pub(crate) fn get(address: SocketAddr, path: &str) -> Answer {
    ask(address, path, Some(KEYS)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Asks; what comes back may be nothing, or cut.
pub(crate) fn ask(address: SocketAddr, path: &str, keys: Option<&str>) -> Result<Answer, String> {
    let keys = keys.map(|keys| format!("Authorization: {keys}\r\n")).unwrap_or_default();
    raw(address, &format!("GET {path} HTTP/1.1\r\nHost: x\r\n{keys}Connection: close\r\n\r\n"))
}

/// Sends a request as it stands.
pub(crate) fn raw(address: SocketAddr, request: &str) -> Result<Answer, String> {
    let mut stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    let (head, text) = text.split_once("\r\n\r\n").ok_or("no answer")?;
    let status = head.get(9..12).and_then(|it| it.parse().ok()).ok_or("no status")?;
    let length = head.to_lowercase();
    let length = length.split("content-length: ").nth(1).and_then(|it| it.lines().next());
    let length: usize = length.and_then(|it| it.parse().ok()).ok_or("no length")?;
    if text.len() == length {
        Ok(Answer { status, head: head.to_owned(), text: text.to_owned() })
    } else {
        Err(format!("cut: {} of {length} bytes", text.len()))
    }
}

/// A sandbox without limits over a file of events.
pub(crate) fn over(events: PathBuf) -> Handle {
    serve(Config { events: Some(events), limits: Limits::Off, ..Config::default() }).unwrap()
}

/// A file of some bytes, in a folder for the tests.
pub(crate) fn file(name: &str, bytes: &[u8]) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("{}-{number}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Percent-encodes a value.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Holds that what was expected is found; more may be found in objects.
pub(crate) fn same(at: &str, found: &Value, expected: &Value) -> Result<(), String> {
    let wrong = || Err(format!("{at}: found {found}, expected {expected}"));
    match (found, expected) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            if (one - other).abs() <= 1e-9 * other.abs().max(1.0) { Ok(()) } else { wrong() }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs
                .try_for_each(|(number, (one, other))| same(&format!("{at}[{number}]"), one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let mut keys = other.iter();
            keys.try_for_each(|(key, other)| {
                same(&format!("{at}.{key}"), one.get(key).unwrap_or(&Value::Null), other)
            })
        }
        _ if found == expected => Ok(()),
        _ => wrong(),
    }
}
