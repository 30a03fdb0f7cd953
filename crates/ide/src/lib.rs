//! What an editor shows of a file of queries, as pure functions of the file and a place in it.
//!
//! What stands at a place, and what could, is found by `place`; every feature about a place begins
//! there. Ranges count from the start of the file, in bytes.

mod actions;
mod completion;
mod docs;
mod file;
mod folding;
mod hover;
mod inlay;
mod known;
mod lens;
mod lex;
mod links;
mod names;
mod place;
mod reference;
mod role;
mod selection;
mod signature;
mod symbols;
mod tokens;
mod walk;

pub use actions::{Act, Action, ActionKind, Around, actions, fix_all, written};
pub use completion::{Completion, Item, ItemKind, completion};
pub use docs::{cost_label, cost_text, counted};
pub use file::{File, used_paths};
pub use folding::{Fold, FoldKind, folds};
pub use hover::{Hover, hover};
pub use inlay::{InlayHint, InlayHints, inlay_hints};
pub use known::{Elsewhere, Known};
pub use lens::{Does, Lens, lens_at, lens_text, lens_title, lenses};
pub use links::{Link, links};
pub use names::{Counts, Seen};
pub use reference::{Mention, Symbol, mentions, mentions_in, refused, symbol_at};
pub use selection::selections;
pub use signature::{Signature, Signatures, signatures};
pub use symbols::{Outline, OutlineKind, outline};
pub use tokens::{SemanticKind, SemanticToken, semantic_tokens};
