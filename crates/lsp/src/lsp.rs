//! The types of the protocol, in one place: nothing else names the crate that they come from.

pub(crate) use tower_lsp::{
    Client, LanguageServer, Loopback, LspService, Server,
    jsonrpc::{self, Request, Response},
    ls_types::*,
};
