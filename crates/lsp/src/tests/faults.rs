//! Panics on purpose; compiled into the tests of this crate and nowhere else.

use crate::document::Document;

/// Panics in a feature for documents whose name asks for that.
pub(crate) fn may_panic(feature: &str, document: &Document) {
    let wanted = format!("panic-{}.amq", feature.replace(' ', "-"));
    assert!(!document.uri.as_str().ends_with(&wanted), "on purpose");
}
