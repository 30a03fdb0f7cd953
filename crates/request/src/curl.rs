//! curl commands. Credentials are named, never written.

use amq_check::Query;

use crate::{CREDENTIALS, url};

/// The shells that a command can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shell {
    /// Any POSIX shell.
    #[default]
    Posix,
    /// `PowerShell`, with `curl.exe`.
    PowerShell,
    /// The Windows command prompt, with `curl.exe`.
    Cmd,
}

/// A command that sends the request, on one line.
///
/// The URL has no character that a POSIX shell, `PowerShell` or, outside of `%`, the Windows
/// prompt would read inside its quotes: everything but RFC 3986's unreserved ones is encoded.
pub fn curl(query: &Query, base: &str, shell: Shell) -> String {
    let [key, secret] = CREDENTIALS;
    let url = url(query, base);
    match shell {
        Shell::Posix => {
            format!("curl --globoff --user \"${key}:${secret}\" {}", quoted(&url, '\'', "'\\''"))
        }
        Shell::PowerShell => {
            let url = quoted(&url, '\'', "''");
            format!("curl.exe --globoff --user \"${{env:{key}}}:${{env:{secret}}}\" {url}")
        }
        Shell::Cmd => {
            let url = quoted(&url, '"', "");
            format!("curl.exe --globoff --user \"%{key}%:%{secret}%\" {url}")
        }
    }
}

fn quoted(text: &str, quote: char, escaped: &str) -> String {
    format!("{quote}{}{quote}", text.replace(quote, escaped))
}
