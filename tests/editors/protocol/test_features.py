"""Each feature, with text before it that the three encodings count differently."""

import pytest
from lsprotocol import types
from session import CONVERTER

ODD = "é購入🎉"
TEXT = f"""# {ODD}
let $nl = where country is "{ODD}" and city is ("Utrecht", "Ede")
let $paid = event Purchase{{price > 0}}

# Sign-ups of {ODD}
signup: funnel "{ODD}" -> $paid
  where $nl
  by platform
  last 30d

users new where city is "{ODD}" by bye last 7d
"""


@pytest.fixture
async def doc(start, encoding):
    session = await start(encodings=[encoding])
    assert session.encoding == encoding
    yield session.open("a.amq", TEXT)


def ask(doc, method, **params):
    return doc.session.ask(f"textDocument/{method}", textDocument=doc.id, **params)


async def at(doc, method, text, number=0, **params):
    return await doc.session.ask(f"textDocument/{method}", **doc.of(text, number), **params)


async def test_diagnostics_are_pushed(doc):
    said = await doc.published()
    assert [(it.code, doc.slice(it.range)) for it in said] == [("AMQ301", "bye")]
    doc.change("bye", "platform")
    assert await doc.published() == []
    doc.change(f'"{ODD}" by platform', f'"{ODD}" bye platform')
    said = await doc.published()
    assert [doc.slice(it.range) for it in said] == ["bye"]


async def test_hover(doc):
    found = await at(doc, "hover", "$paid", 1)
    assert doc.slice(found.range) == "$paid"
    assert found.contents.kind == "markdown"
    assert "event" in found.contents.value and "Purchase" in found.contents.value
    query = await at(doc, "hover", "signup:")
    for wanted in ["Cost **", "2021-09-01 to 2021-09-30", "/api/2/funnels"]:
        assert wanted in query.contents.value
    assert await at(doc, "hover", "\n# Sign-ups") is None


async def test_completion(doc):
    doc.rewrite(TEXT + f'\nusers where city is "{ODD}" and $0')
    found = await doc.session.ask("textDocument/completion", **doc.at)
    names = [it.label for it in found.items]
    assert "$nl" in names and "performed" in names and "$paid" not in names
    item = found.items[names.index("$nl")]
    assert doc.applied([item.text_edit]).endswith(f'"{ODD}" and $nl')
    assert "Utrecht" in item.documentation.value


async def test_a_completion_has_all_that_there_is_to_resolve(doc):
    assert not doc.session.capabilities.completion_provider.resolve_provider
    found = await doc.session.ask("textDocument/completion", **doc.of("by platform"))
    assert all(it.documentation or it.detail for it in found.items if it.kind == types.CompletionItemKind.Keyword)


async def test_signature_help(doc):
    found = await at(doc, "signatureHelp", "platform")
    [signature] = found.signatures
    assert signature.label.startswith("funnel EVENT -> EVENT")
    active = signature.parameters[found.active_parameter]
    assert active.label.startswith("by") or "by" in active.label


async def test_inlay_hints(doc):
    found = await ask(doc, "inlayHint", range=doc.whole)
    shown = [(doc.text[: doc.offset(it.position)].split("\n")[-1], it.label) for it in found]
    assert ("  last 30d", "2021-09-01 to 2021-09-30") in shown
    # One segment of two conditions and a group: 1 + 2 + 4, for a funnel of two events.
    assert ("  last 30d", f"cost {30 * 7 * 4}") in shown
    first = await ask(doc, "inlayHint", range=doc.range("last 30d"))
    assert len(first) == 2 < len(found)


async def test_code_lenses(doc):
    found = await ask(doc, "codeLens")
    of_first = [it for it in found if doc.slice(it.range) == "signup"]
    assert [it.command.title for it in of_first] == ["Copy URL", "Copy curl", "cost 840 (84 % of 1000)"]
    known = doc.session.capabilities.execute_command_provider.commands
    for lens in of_first:
        assert lens.command.command in known
        command = {"command": lens.command.command, "arguments": lens.command.arguments}
        answer = await doc.session.ask("workspace/executeCommand", **command)
        shown = doc.session.client.messages
        await doc.session.until(lambda: shown, "a message")
        message = shown.pop()
        assert message.type == types.MessageType.Info
        assert message.message == (answer if isinstance(answer, str) else answer["text"])


async def test_code_lenses_of_a_long_file_are_resolved(start, encoding):
    session = await start(encodings=[encoding])
    query = f'users new where city is "{ODD}" last 7d\n\n'
    short = session.open("short.amq", query)
    doc = session.open("long.amq", f"# {ODD}\n" + query * 400)
    wanted = [it.command.title for it in await ask(short, "codeLens")]
    lenses = await ask(doc, "codeLens")
    assert len(lenses) == 400 * len(wanted) and all(it.command is None and it.data for it in lenses)
    last = [CONVERTER.unstructure(it) for it in lenses[-len(wanted) :]]
    whole = [await session.ask("codeLens/resolve", **it) for it in last]
    assert [it.command.title for it in whole] == wanted
    for lens in whole:
        assert doc.slice(lens.range) == "users" and lens.range == lenses[-1].range
        await session.ask("workspace/executeCommand", command=lens.command.command, arguments=lens.command.arguments)
    # Where its query is no more, a lens stays as it was.
    doc.rewrite(query)
    assert (await session.ask("codeLens/resolve", **last[0])).command is None
    doc.close()
    with pytest.raises(Exception, match="not open") as refused:
        await session.ask("codeLens/resolve", **last[0])
    assert refused.value.code == types.ErrorCodes.InvalidParams


async def test_definition_references_highlight(doc):
    found = await at(doc, "definition", "$paid", 1)
    assert (found.uri, doc.slice(found.range), found.range.start.line) == (doc.uri, "$paid", 2)
    every = await at(doc, "references", "$nl", context={"includeDeclaration": True})
    assert [doc.slice(it.range) for it in every] == ["$nl", "$nl"]
    used = await at(doc, "references", "$nl", context={"includeDeclaration": False})
    assert [it.range.start.line for it in used] == [6]
    lit = await at(doc, "documentHighlight", "$nl", 1)
    assert [(it.range.start.line, it.kind) for it in lit] == [
        (1, types.DocumentHighlightKind.Write),
        (6, types.DocumentHighlightKind.Read),
    ]


async def test_rename(doc):
    place = await at(doc, "prepareRename", "$nl", 1)
    assert doc.slice(getattr(place, "range", place)) == "$nl"
    edit = await at(doc, "rename", "$nl", 1, newName="dutch")
    assert doc.applied(edit.changes[doc.uri]) == TEXT.replace("$nl", "$dutch")
    label = await at(doc, "rename", "signup:", newName="sign_up")
    assert doc.applied(label.changes[doc.uri]) == TEXT.replace("signup:", "sign_up:")


@pytest.mark.parametrize(
    "text, new, why",
    [
        ("$nl", "two words", "word"),
        ("$nl", "paid", "paid"),
        ("signup:", "where", "where"),
        ("platform", "x", "only names and labels"),
    ],
)
async def test_rename_is_refused_with_a_reason(doc, text, new, why):
    with pytest.raises(Exception, match=why) as refused:
        await at(doc, "rename", text, newName=new)
    assert refused.value.code == types.ErrorCodes.InvalidParams or refused.value.code == types.LSPErrorCodes.RequestFailed
    # The document is as it was, and the server goes on.
    assert await at(doc, "hover", "$nl") is not None


async def test_prepare_rename_says_why_not(doc):
    doc.rewrite(TEXT + "\nusers where $nowhere\n")
    for text, why in [("platform", "only names and labels"), ("$nowhere", "defined nowhere")]:
        with pytest.raises(Exception, match=why) as refused:
            await at(doc, "prepareRename", text)
        assert refused.value.code == types.ErrorCodes.InvalidParams


async def test_symbols(doc):
    found = await ask(doc, "documentSymbol")
    assert [it.name for it in found if it.name.startswith(("$", "signup"))] == ["$nl", "$paid", "signup"]
    for it in found:
        assert doc.slice(it.selection_range) in doc.slice(it.range)
        assert doc.offset(it.range.start) <= doc.offset(it.selection_range.start)
        assert doc.offset(it.selection_range.end) <= doc.offset(it.range.end)


async def test_formatting(doc):
    messy = TEXT.replace("  where $nl\n  by platform", "   where    $nl by platform")
    doc.rewrite(messy)
    options = {"tabSize": 2, "insertSpaces": True}
    edits = await ask(doc, "formatting", options=options)
    formatted = doc.applied(edits)
    assert f'signup: funnel "{ODD}" -> $paid where $nl by platform last 30d\n' in formatted
    touched = await ask(doc, "rangeFormatting", range=doc.range("by platform"), options=options)
    assert doc.applied(touched) == formatted
    untouched = await ask(doc, "rangeFormatting", range=doc.range("let $paid"), options=options)
    assert not untouched
    doc.rewrite(formatted)
    assert not await ask(doc, "formatting", options=options)


async def test_on_type_formatting(doc):
    doc.rewrite(f'segmentation "{ODD}"{{price>0   and   plan is "x"}}$0 last 7d\n')
    options = {"tabSize": 2, "insertSpaces": True}
    edits = await doc.session.ask("textDocument/onTypeFormatting", **doc.at, ch="}", options=options)
    assert f'"{ODD}"{{price > 0 and plan is "x"}}' in doc.applied(edits)
    doc.rewrite(f'funnel "{ODD}" ->\n$0')
    edits = await doc.session.ask("textDocument/onTypeFormatting", **doc.at, ch="\n", options=options)
    assert doc.applied(edits) == f'funnel "{ODD}" ->\n  '


def tokens(doc, data):
    """What the numbers of an answer stand for: text, type, modifiers."""
    legend = doc.session.capabilities.semantic_tokens_provider.legend
    line = character = 0
    for at in range(0, len(data), 5):
        lines, characters, length, kind, bits = data[at : at + 5]
        line, character = line + lines, characters + (0 if lines else character)
        range_ = types.Range(types.Position(line, character), types.Position(line, character + length))
        modifiers = [it for number, it in enumerate(legend.token_modifiers) if bits >> number & 1]
        yield doc.slice(range_), legend.token_types[kind], modifiers


async def test_semantic_tokens(doc):
    whole = await ask(doc, "semanticTokens/full")
    found = list(tokens(doc, whole.data))
    assert ("$nl", "variable", ["definition"]) in found
    assert (f'"{ODD}"', "event", []) in found
    assert ("platform", "property", ["defaultLibrary"]) in found
    assert ("funnel", "function", []) in found
    part = await ask(doc, "semanticTokens/range", range=doc.range("by platform"))
    part = list(tokens(doc, part.data))
    assert ("by", "keyword", []) in part and len(part) < len(found)
    # A delta, put into the old numbers, gives the new ones.
    doc.change("by platform", f'limit 10 # {ODD}\n  by "gp:{ODD}"')
    delta = await ask(doc, "semanticTokens/full/delta", previousResultId=whole.result_id)
    numbers = list(whole.data)
    for edit in sorted(delta.edits, key=lambda it: -it.start):
        numbers[edit.start : edit.start + edit.delete_count] = edit.data or []
    fresh = await ask(doc, "semanticTokens/full")
    assert numbers == list(fresh.data) != list(whole.data)
    again = await ask(doc, "semanticTokens/full/delta", previousResultId=fresh.result_id)
    assert list(again.edits) == []
    # One that is not known any more is answered whole.
    stale = await ask(doc, "semanticTokens/full/delta", previousResultId=whole.result_id)
    assert list(stale.data) == list(fresh.data)


async def test_folding(doc):
    found = await ask(doc, "foldingRange")
    assert (5, 8) in [(it.start_line, it.end_line) for it in found]


async def test_selection_ranges(doc):
    [inner] = await ask(doc, "selectionRange", positions=[doc.range("Utrecht")["start"]])
    grown = []
    while inner:
        grown.append(doc.slice(inner.range))
        inner = inner.parent
    assert grown[0] == '"Utrecht"'
    assert '("Utrecht", "Ede")' in grown and all(one in other for one, other in zip(grown, grown[1:]))
    assert grown[-1] == doc.text


async def test_code_actions(doc):
    [wrong] = await doc.published()
    context = {"diagnostics": []}
    doc.change("users new", "users nwe")
    found = await ask(doc, "codeAction", range=doc.range("nwe"), context=context)
    [fix] = [it for it in found if it.kind == types.CodeActionKind.QuickFix]
    assert doc.applied(fix.edit.changes[doc.uri]) == doc.text.replace("nwe", "new")
    assert fix.is_preferred and [doc.slice(it.range) for it in fix.diagnostics] == ["nwe"]
    [every] = await ask(doc, "codeAction", range=doc.whole, context={**context, "only": ["source.fixAll"]})
    assert every.kind == "source.fixAll.amq"
    assert doc.applied(every.edit.changes[doc.uri]) == doc.text.replace("nwe", "new")


@pytest.mark.parametrize(
    "place, kind, wanted",
    [
        ("country", None, None),
        ("$paid", "refactor.inline", "-> Purchase{price > 0}"),
        ("30d", "refactor.rewrite", "from 2021-09-01 to 2021-09-30"),
        ("city is \"" + ODD, "refactor.extract", f'let $segment = where city is "{ODD}"'),
    ],
)
async def test_refactorings(doc, place, kind, wanted):
    number = 1 if place == "$paid" else 0
    context = {"diagnostics": [], "only": ["refactor"]}
    found = await ask(doc, "codeAction", range=doc.range(place, number), context=context)
    if kind is None:
        assert not found
        return
    [action] = [it for it in found if it.kind == kind]
    assert wanted in doc.applied(action.edit.changes[doc.uri])


async def test_a_range_that_costs_too_much_is_split(doc):
    doc.change("last 30d", "last 60d")
    found = await ask(doc, "codeAction", range=doc.range("60d"), context={"diagnostics": []})
    [split] = [it for it in found if it.title.startswith("split")]
    parts = doc.applied(split.edit.changes[doc.uri])
    doc.rewrite(parts)
    assert "AMQ501" not in [it.code for it in await doc.published()]


async def test_document_links(doc):
    doc.rewrite(f'use "{ODD}.amq"\n' + TEXT)
    [link] = await ask(doc, "documentLink")
    assert doc.slice(link.range).strip('"') == f"{ODD}.amq"
    assert link.target == doc.session.uri(f"{ODD}.amq")


async def test_commands(doc):
    of = doc.of("signup:")
    of = {"uri": doc.uri, "position": of["position"]}
    url = await doc.session.run("amq.compile", **of)
    assert url.startswith("https://amplitude.com/api/2/funnels?")
    curl = await doc.session.run("amq.compile", **of, emit="curl")
    assert "curl" in curl and "AMPLITUDE_API_KEY" in curl
    every = await doc.session.run("amq.compile", uri=doc.uri)
    assert len(every) == 2 and every[0] == url
    cost = await doc.session.run("amq.cost", **of)
    assert (cost["label"], cost["days"], cost["conditions"], cost["query_type"], cost["total"]) == ("signup", 30, 7, 4, 840)
    assert len(await doc.session.run("amq.cost", uri=doc.uri)) == 2
    assert doc.session.client.messages == []
    with pytest.raises(Exception, match="no command"):
        await doc.session.run("amq.delete", uri=doc.uri)
    with pytest.raises(Exception, match="not open"):
        await doc.session.run("amq.cost", uri="untitled:other")
