//! Completion.

use amq_ide::{Item, ItemKind, Known};

use crate::{
    capabilities::Abilities, document::Document, lsp, markup::documentation, shared::Shared,
};

pub(crate) fn completion(
    document: &Document,
    shared: &Shared,
    position: lsp::Position,
) -> lsp::CompletionResponse {
    let own = document.resolved.as_deref();
    let others = shared.index.seen(own);
    let mut seen: Vec<_> = others.iter().map(|it| &**it).collect();
    seen.push(&document.names);
    let known = Known {
        seen: &seen,
        definitions: &|| shared.index.definitions(document),
        files: &|| shared.index.usable(document).into_iter().map(|it| it.0).collect(),
    };
    let abilities = shared.abilities();
    let at = document.offset(position);
    let found = amq_ide::completion(&document.file(), at, &known, abilities.snippets);
    let items = found.items.into_iter().enumerate();
    lsp::CompletionResponse::List(lsp::CompletionList {
        is_incomplete: found.cut,
        items: items.map(|(number, it)| item(document, abilities, number, it)).collect(),
    })
}

fn item(
    document: &Document,
    abilities: Abilities,
    number: usize,
    item: Item,
) -> lsp::CompletionItem {
    let edit = lsp::TextEdit { range: document.range(item.range), new_text: item.insert };
    let also = document.edits(&item.also);
    let format = if item.snippet {
        lsp::InsertTextFormat::SNIPPET
    } else {
        lsp::InsertTextFormat::PLAIN_TEXT
    };
    lsp::CompletionItem {
        filter_text: Some(item.label.clone()),
        label: item.label,
        kind: Some(kind(item.kind)),
        detail: item.detail,
        documentation: (!item.doc.is_empty())
            .then(|| documentation(item.doc, abilities.markdown.completion)),
        sort_text: Some(format!("{number:05}")),
        insert_text_format: Some(format),
        text_edit: Some(lsp::CompletionTextEdit::Edit(edit)),
        additional_text_edits: (!also.is_empty()).then_some(also),
        ..lsp::CompletionItem::default()
    }
}

fn kind(kind: ItemKind) -> lsp::CompletionItemKind {
    match kind {
        ItemKind::Keyword => lsp::CompletionItemKind::KEYWORD,
        ItemKind::Word => lsp::CompletionItemKind::ENUM_MEMBER,
        ItemKind::Verb | ItemKind::Function => lsp::CompletionItemKind::FUNCTION,
        ItemKind::Event => lsp::CompletionItemKind::EVENT,
        ItemKind::Property => lsp::CompletionItemKind::PROPERTY,
        ItemKind::Value => lsp::CompletionItemKind::VALUE,
        ItemKind::Operator => lsp::CompletionItemKind::OPERATOR,
        ItemKind::Name => lsp::CompletionItemKind::VARIABLE,
        ItemKind::File => lsp::CompletionItemKind::FILE,
        ItemKind::Snippet => lsp::CompletionItemKind::SNIPPET,
    }
}
