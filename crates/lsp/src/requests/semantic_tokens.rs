//! Semantic tokens: whole, of a range, and what changed since the last ones.

use amq_ide::{SemanticKind, SemanticToken, semantic_tokens};

use crate::{document::Document, lsp};

/// The kinds of word, in the order in which they are numbered.
const TYPES: [(SemanticKind, lsp::SemanticTokenType); 12] = [
    (SemanticKind::Comment, lsp::SemanticTokenType::COMMENT),
    (SemanticKind::Keyword, lsp::SemanticTokenType::KEYWORD),
    (SemanticKind::Verb, lsp::SemanticTokenType::FUNCTION),
    (SemanticKind::Word, lsp::SemanticTokenType::ENUM_MEMBER),
    (SemanticKind::Event, lsp::SemanticTokenType::EVENT),
    (SemanticKind::Property, lsp::SemanticTokenType::PROPERTY),
    (SemanticKind::Name, lsp::SemanticTokenType::VARIABLE),
    (SemanticKind::Label, lsp::SemanticTokenType::NAMESPACE),
    (SemanticKind::String, lsp::SemanticTokenType::STRING),
    (SemanticKind::Number, lsp::SemanticTokenType::NUMBER),
    (SemanticKind::Operator, lsp::SemanticTokenType::OPERATOR),
    (SemanticKind::Function, lsp::SemanticTokenType::MACRO),
];

const DEFINITION: u32 = 1;
const DEFAULT_LIBRARY: u32 = 2;

/// What the numbers mean.
pub(crate) fn legend() -> lsp::SemanticTokensLegend {
    lsp::SemanticTokensLegend {
        token_types: TYPES.into_iter().map(|it| it.1).collect(),
        token_modifiers: vec![
            lsp::SemanticTokenModifier::DEFINITION,
            lsp::SemanticTokenModifier::DEFAULT_LIBRARY,
        ],
    }
}

pub(crate) fn full(document: &mut Document) -> lsp::SemanticTokens {
    let data = numbers(document, semantic_tokens(&document.file(), None));
    let result_id = document.keep_tokens(data.clone());
    lsp::SemanticTokens { result_id: Some(result_id), data }
}

pub(crate) fn range(document: &Document, range: lsp::Range) -> lsp::SemanticTokens {
    let range = document.encoding.text_range(&document.text, &document.lines, range);
    let data = numbers(document, semantic_tokens(&document.file(), Some(range)));
    lsp::SemanticTokens { result_id: None, data }
}

/// What changed since an earlier answer, if that is the last one.
pub(crate) fn delta(document: &mut Document, since: &str) -> lsp::SemanticTokensFullDeltaResult {
    let before = document.kept_tokens(since);
    let now = full(document);
    let Some(before) = before else {
        return lsp::SemanticTokensFullDeltaResult::Tokens(now);
    };
    let start = before.iter().zip(&now.data).take_while(|it| it.0 == it.1).count();
    let most = before.len().min(now.data.len()) - start;
    let ends = before.iter().rev().zip(now.data.iter().rev()).take(most);
    let end = ends.take_while(|it| it.0 == it.1).count();
    let changed = now.data.get(start..now.data.len() - end).unwrap_or_default().to_vec();
    let removed = before.len() - end - start;
    // Each token is five numbers on the wire.
    let edit = lsp::SemanticTokensEdit {
        start: start as u32 * 5,
        delete_count: removed as u32 * 5,
        data: (!changed.is_empty()).then_some(changed.clone()),
    };
    let edits = if removed == 0 && changed.is_empty() { Vec::new() } else { vec![edit] };
    let result_id = now.result_id;
    lsp::SemanticTokensFullDeltaResult::TokensDelta(lsp::SemanticTokensDelta { result_id, edits })
}

fn numbers(document: &Document, tokens: Vec<SemanticToken>) -> Vec<lsp::SemanticToken> {
    let mut numbers = Vec::with_capacity(tokens.len());
    let mut before = lsp::Position { line: 0, character: 0 };
    for token in tokens {
        let range = document.range(token.range);
        if range.start.line != range.end.line {
            continue;
        }
        let delta_line = range.start.line - before.line;
        let from = if delta_line == 0 { before.character } else { 0 };
        let kind = TYPES.iter().position(|it| it.0 == token.kind).unwrap_or_default();
        numbers.push(lsp::SemanticToken {
            delta_line,
            delta_start: range.start.character - from,
            length: range.end.character - range.start.character,
            token_type: kind as u32,
            token_modifiers_bitset: u32::from(token.defines) * DEFINITION
                + u32::from(token.built_in) * DEFAULT_LIBRARY,
        });
        before = range.start;
    }
    numbers
}
