"""Diagnostics, pushed and pulled, of documents and of the workspace."""

import asyncio

import pytest
from lsprotocol import types


async def test_a_diagnostic_has_everything(start):
    session = await start()
    doc = session.open("a.amq", "funnel A -> B\n  by platform\n  last 60d\n")
    [said] = await doc.published()
    assert (said.severity, said.code, said.source) == (types.DiagnosticSeverity.Warning, "AMQ501", "amq")
    assert said.code_description.href.endswith("/docs/diagnostics/AMQ501.md")
    related = [(it.location.uri, doc.slice(it.location.range)) for it in said.related_information]
    assert related == [(doc.uri, "by platform"), (doc.uri, "last 60d")]
    assert "help:" in said.message


async def test_an_unused_name_is_faded(start):
    session = await start()
    doc = session.open("a.amq", "let $idle = last 7d\n\nusers\n")
    [said] = await session.published(doc.uri, where=bool)
    assert list(said.tags) == [types.DiagnosticTag.Unnecessary]
    assert doc.slice(said.range) == "$idle"


async def test_what_was_said_is_taken_back(start):
    session = await start()
    doc = session.open("a.amq", "users nwe\n")
    assert await doc.published()
    doc.close()
    assert await session.published(doc.uri, where=lambda it: not it) == []
    with pytest.raises(Exception, match="not open"):
        await session.ask("textDocument/hover", **doc.of("nwe"))


async def test_a_client_that_pulls_is_not_pushed(start):
    session = await start(pulls=True)
    doc = session.open("a.amq", "users nwe\n")
    [said] = await doc.pulled()
    assert said.code == "AMQ205"
    doc.change("nwe", "new")
    assert await doc.pulled() == []
    await asyncio.sleep(0.2)
    assert [it for it in session.heard if it.uri == doc.uri] == []


async def test_the_workspace_is_pulled(start):
    files = {"good.amq": "users\n", "sub/bad.amq": "users nwe\n# é\nusers where city is \"🎉\" by bye\n", "open.amq": "users nwe\n"}
    session = await start(files, pulls=True)
    doc = session.open("open.amq", "users new\n")
    report = await session.ask("workspace/diagnostic", previousResultIds=[])
    said = {it.uri: [d.code for d in it.items] for it in report.items}
    assert said[session.uri("sub/bad.amq")] == ["AMQ205", "AMQ301"]
    assert said[session.uri("good.amq")] == []
    # What is open counts as it stands in the editor.
    assert said.get(doc.uri, []) == []
    [second] = [it for it in report.items if it.uri == session.uri("sub/bad.amq")]
    assert second.items[1].range.start == types.Position(2, 28)
    assert second.items[1].range.end == types.Position(2, 31)


async def test_a_client_is_asked_to_pull_again(start):
    session = await start({"names.amq": "let $n = last 7d\n"}, pulls=True)
    doc = session.open("a.amq", 'use "names.amq"\n\nusers during $n\n')
    assert await doc.pulled() == []
    await session.indexed("n")
    before = session.client.diagnostic_refresh_count
    session.write("names.amq", "let $m = last 7d\n")
    session.changed("names.amq")
    await session.until(lambda: session.client.diagnostic_refresh_count > before, "a refresh")
    assert "AMQ206" in [it.code for it in await doc.pulled()]


async def test_an_unsaved_file(start):
    session = await start({"amq.toml": "region = \"eu\"\n"})
    doc = session.open("untitled:Untitled-1", "users nwe\n")
    assert [it.code for it in await doc.published()] == ["AMQ205"]
    doc.change("nwe", "new")
    assert await doc.published() == []
    # The settings of the folder hold for it.
    url = await session.run("amq.compile", uri=doc.uri, position={"line": 0, "character": 0})
    assert url.startswith("https://analytics.eu.amplitude.com/")
    assert len(await session.ask("textDocument/documentSymbol", textDocument=doc.id)) == 1


async def test_text_of_every_kind(start, encoding):
    session = await start(encodings=[encoding])
    for number, text in enumerate(["", "\ufeffusers nwe\r\n", "\r\n\r\nusers\r\n  nwe", "users\x00\n", "🎉", "\u2028users nwe\n", "x" * 100_000]):
        doc = session.open(f"untitled:{number}", text)
        await doc.published()
        for method in ["documentSymbol", "semanticTokens/full", "codeLens", "foldingRange", "documentLink"]:
            await session.ask(f"textDocument/{method}", textDocument=doc.id)
        await session.ask("textDocument/hover", textDocument=doc.id, position={"line": 99, "character": 99})
        await session.ask("textDocument/completion", textDocument=doc.id, position={"line": 0, "character": 2})
