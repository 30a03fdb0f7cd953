"""Completion in text that is broken and half typed."""

import pytest

HALF = {
    "us$0": "users …",
    "users $0": "new",
    "users new wh$0": "where",
    "users where $0": "performed",
    'users where city is "Paris" $0': "and",
    "users where platf$0": "platform",
    "users where city $0": "is",
    "funnel A -> $0": "_active",
    "funnel A ->\n  B\n  mode $0": "sequential",
    "segmentation A metric $0": "uniques",
    "segmentation A every $0": "5min",
    "segmentation A{$0": "platform",
    "let $a = where city is \"x\"\nusers where $$0": "$a",
    "let $a = where city is \"x\"\nusers where $0": "$a",
    "users )) where (((\nusers new b$0": "by",
    "funnel A -> B last $0": "30d",
    "users by $0\nfunnel": "platform",
    "let $x = $0": "where",
    "$0": "funnel",
}


@pytest.mark.parametrize("text", HALF)
async def test_half_typed(start, text):
    # `$$0` is a dollar and the place behind it.
    session = await start()
    doc = session.open("a.amq", text.replace("$$0", "$\0").replace("$0", "\1").replace("\0", "$0").replace("\1", "$0"))
    found = await session.ask("textDocument/completion", **doc.at)
    labels = [it.label for it in found.items]
    assert HALF[text] in labels, labels
    assert len(labels) == len(set(labels)), "twins"
    for item in found.items:
        # What is replaced lies on the line of the cursor and reaches it.
        assert item.text_edit.range.start.line == item.text_edit.range.end.line == doc.places[0]["line"]
        assert item.text_edit.range.start.character <= doc.places[0]["character"]
    assert [it.sort_text for it in found.items] == sorted(it.sort_text for it in found.items)


async def test_a_name_of_another_file_brings_its_use(start):
    session = await start({"shared/names.amq": 'let $dutch = where country is "NL"\n', "b.amq": 'users where gp:plan is "pro"\n'})
    await session.indexed("dutch")
    doc = session.open("a.amq", "users where $0\n")
    found = await session.ask("textDocument/completion", **doc.at)
    [item] = [it for it in found.items if it.label == "$dutch"]
    applied = doc.applied([item.text_edit, *item.additional_text_edits])
    assert applied == 'use "shared/names.amq"\n\nusers where $dutch\n'
    # Values and properties seen elsewhere are offered.
    doc.rewrite("users where gp:$0\n")
    found = await session.ask("textDocument/completion", **doc.at)
    assert "gp:plan" in [it.label for it in found.items]
    doc.rewrite('users where gp:plan is "$0"\n')
    found = await session.ask("textDocument/completion", **doc.at)
    assert any("pro" in it.label for it in found.items)


async def test_snippets_only_for_those_who_can(start):
    plain = await start(name="plain", textDocument__completion__completionItem__snippetSupport=False)
    for session in [plain, await start(name="rich")]:
        doc = session.open("untitled:a", "$0")
        found = await session.ask("textDocument/completion", **doc.at)
        assert any(it.insert_text_format == 2 for it in found.items) == (session is not plain)
        assert session is not plain or not any("${" in it.text_edit.new_text for it in found.items)
