"""The server's life: clients of many kinds, odd messages, the day that changes, the end."""

import asyncio
import json
import os
import re
import struct
import subprocess

import pytest
from lsprotocol import types
from session import CONVERTER, PATIENCE, capabilities, server

CLIENTS = ["visual_studio_code", "neovim@0.6.1", "neovim@0.7.0", "neovim@0.8.0", "neovim@0.9.1", "neovim@0.10.0", "neovim@0.11.0", "emacs"]

TEXT = """use "names.amq"

# Sign-ups
q: funnel A -> B
  where $dutch
  by platform
  last 60d

users nwe
"""


@pytest.mark.parametrize("client", CLIENTS)
async def test_what_a_client_cannot_take_is_not_sent(start, client):
    session = await start({"names.amq": 'let $dutch = where country is "NL"\n'}, client=client)
    doc = session.open("a.amq", TEXT)
    assert {it.code for it in await doc.published()} == {"AMQ501", "AMQ205"}
    for method in ["documentSymbol", "documentLink", "codeLens", "foldingRange", "semanticTokens/full"]:
        assert await session.ask(f"textDocument/{method}", textDocument=doc.id)
    for method in ["hover", "completion", "signatureHelp"]:
        assert await session.ask(f"textDocument/{method}", **doc.of("by platform"))
    actions = await session.ask("textDocument/codeAction", textDocument=doc.id, range=doc.range("nwe"), context={"diagnostics": []})
    assert actions


async def test_a_client_that_can_do_nothing(tmp_path):
    async with server(tmp_path / "workspace", {"names.amq": 'let $dutch = where country is "NL"\n'}) as session:
        await session.initialize({})
        assert session.encoding == "utf-16"
        doc = session.open("a.amq", TEXT)
        said = await doc.published()
        assert {it.code for it in said} == {"AMQ501", "AMQ205"}
        assert all(it.related_information is None and it.tags is None and it.code_description is None for it in said)
        symbols = await session.ask("textDocument/documentSymbol", textDocument=doc.id)
        assert all(isinstance(it, types.SymbolInformation) for it in symbols)
        hover = await session.ask("textDocument/hover", **doc.of("by platform"))
        assert hover.contents.kind == "plaintext" and "**" not in hover.contents.value
        items = (await session.ask("textDocument/completion", **doc.of("by platform"))).items
        assert items and all(it.insert_text_format != types.InsertTextFormat.Snippet for it in items)
        assert all(not hasattr(it.documentation, "kind") or it.documentation.kind == "plaintext" for it in items)
        help_ = await session.ask("textDocument/signatureHelp", **doc.of("by platform"))
        assert not any(getattr(it.documentation, "kind", None) == "markdown" for it in help_.signatures[0].parameters)
        [link] = await session.ask("textDocument/documentLink", textDocument=doc.id)
        assert link.tooltip is None
        actions = await session.ask("textDocument/codeAction", textDocument=doc.id, range=doc.range("nwe"), context={"diagnostics": []})
        # A client that knows no code action literals can only take commands.
        assert all(isinstance(it, types.Command) for it in actions)
        folds = await session.ask("textDocument/foldingRange", textDocument=doc.id)
        assert all(it.start_line <= it.end_line for it in folds)


async def test_unknown_requests_are_refused(start):
    session = await start()
    for method in ["amq/run", "$/odd"]:
        answer = await session.raw(method, {})
        assert answer["error"]["code"] == types.ErrorCodes.MethodNotFound, method
    session.client.protocol.notify("amq/odd", {})
    session.client.protocol.notify("$/odd", {})
    answer = await session.raw("textDocument/hover", {"textDocument": 3})
    assert answer["error"]["code"] == types.ErrorCodes.InvalidParams
    assert not await session.ask("workspace/symbol", query="")


async def test_requests_before_and_twice(tmp_path):
    async with server(tmp_path / "workspace") as session:
        for method in ["textDocument/hover", "workspace/symbol", "shutdown"]:
            answer = await session.raw(method, {} if method != "shutdown" else None)
            assert answer["error"]["code"] == types.ErrorCodes.ServerNotInitialized, method
        doc = session.open("a.amq", "users nwe\n")
        await session.initialize(capabilities())
        answer = await session.raw("initialize", {"capabilities": {}, "processId": None, "rootUri": None})
        assert answer["error"]["code"] == types.ErrorCodes.InvalidRequest
        doc = session.open("a.amq", "users nwe\n")
        assert await doc.published()


async def test_requests_after_shutdown(tmp_path):
    async with server(tmp_path / "workspace") as session:
        await session.initialize(capabilities())
        doc = session.open("a.amq", "users nwe\n")
        await doc.published()
        await session.client.shutdown_async(None)
        for method in ["textDocument/hover", "workspace/symbol", "shutdown"]:
            answer = await session.raw(method, doc.of("nwe") if method != "shutdown" else None)
            assert answer["error"]["code"] == types.ErrorCodes.InvalidRequest, method
        session.client.exit(None)
        assert await asyncio.wait_for(session.client._server.wait(), PATIENCE) == 0
        session.client.capabilities = None


async def test_an_exit_without_shutdown_is_a_failure(tmp_path):
    async with server(tmp_path / "workspace") as session:
        await session.initialize(capabilities())
        session.client.exit(None)
        assert await asyncio.wait_for(session.client._server.wait(), PATIENCE) == 1
        session.client.capabilities = None


async def test_cancelled_requests_are_answered(start):
    session = await start()
    text = "users new where city is \"x\" by platform last 7d\n" * 2000
    doc = session.open("a.amq", text)
    waiting = []
    for number in range(40):
        doc.tell([{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#"}])
        future = session.send("textDocument/semanticTokens/full", textDocument=doc.id)
        waiting.append(future)
    ids = [it for it, future in session.client.protocol._request_futures.items() if future in waiting] or list(session.client.protocol._request_futures)
    for it in ids:
        session.client.protocol.notify("$/cancelRequest", types.CancelParams(id=it))
    ended = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), PATIENCE)
    codes = {getattr(it, "code", None) for it in ended if isinstance(it, Exception)}
    assert codes <= {types.LSPErrorCodes.RequestCancelled, None}
    # One that is not there is no harm.
    session.client.protocol.notify("$/cancelRequest", types.CancelParams(id="nobody"))
    assert await session.ask("textDocument/documentSymbol", textDocument=doc.id)


async def test_a_burst_of_edits(start):
    session = await start()
    doc = session.open("a.amq", "users \n")
    for letter in "new where city is \"é購🎉\" by platform last 7d":
        doc.change("\n", letter + "\n")
    assert await doc.published() == []
    versions = [it.version for it in session.heard if it.uri == doc.uri and it.version]
    assert versions == sorted(versions)


def loads_libraries(program):
    """Whether a program of this kind of machine is linked to a loader of libraries."""
    with open(program, "rb") as file:
        head = file.read(64)
        if head[:5] != b"\x7fELF\x02":
            return False
        (at,), (size, count) = struct.unpack_from("<Q", head, 32), struct.unpack_from("<HH", head, 54)
        file.seek(at)
        headers = file.read(size * count)
    interpreter = 3
    return any(struct.unpack_from("<I", headers, number * size)[0] == interpreter for number in range(count))


async def test_a_new_day_is_seen_without_an_edit(tmp_path):
    if not loads_libraries(os.environ["AMQ"]):
        pytest.skip("AMQ is linked statically, so no library can set its clock")
    # Waiting is measured with the other clock, which is left alone.
    clock = {"FAKETIME": "@2021-09-30 23:59:56", "TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    library = next(it for it in ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"] if os.path.exists(it))
    set_ = [f"{name}={value}" for name, value in {**clock, "LD_PRELOAD": library}.items()]
    async with server(tmp_path / "workspace", today=None, before=["env", *set_]) as session:
        await session.initialize(capabilities())
        doc = session.open("a.amq", "users on 2021-10-01\n")
        [said] = await doc.published()
        assert "today is 2021-09-30" in said.message
        assert await session.published(doc.uri, where=lambda it: not it) == []
        hints = await session.ask("textDocument/inlayHint", textDocument=doc.id, range=doc.whole)
        assert hints


def test_messages_that_are_none_end_nothing():
    # The recorder reads messages, so nothing stands between here.
    bodies = [b"{}", b"[]", b"null", b"[{}]", b"{bad}", b'{"jsonrpc":"2.0","method":"\xff"}', b'{"jsonrpc":"2.0","method":5}']
    end = [b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}', b'{"jsonrpc":"2.0","method":"exit"}']
    sent = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(it), it) for it in [*bodies, *end])
    ended = subprocess.run([os.environ["AMQ"], "lsp", "--stdio"], input=sent, capture_output=True, timeout=PATIENCE)
    answers = [json.loads(it) for it in re.split(rb"Content-Length: \d+\r\n\r\n", ended.stdout) if it]
    codes = [it["error"]["code"] for it in answers if it["id"] is None]
    assert sorted(codes) == [-32700] * 2 + [-32600] * 5
    # It goes on: a request is answered as one that came too early.
    assert [it["error"]["code"] for it in answers if it["id"] == 2] == [types.ErrorCodes.ServerNotInitialized]


def test_what_is_framed_wrongly_ends_the_server_with_a_sentence():
    ended = subprocess.run([os.environ["AMQ"], "lsp", "--stdio"], input=b"hello\n", capture_output=True, timeout=PATIENCE)
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"amq: what came on standard input is no message of a client")


@pytest.mark.parametrize("client", ["neovim@0.7.0", "neovim@0.11.0"])
async def test_the_disk_is_looked_at_for_clients_that_do_not_watch_it(start, client):
    session = await start(client=client, workspace__didChangeWatchedFiles={"dynamicRegistration": False})
    doc = session.open("a.amq", 'use "b.amq"\nusers where $q\n')
    assert [it.code for it in await doc.published()] == ["AMQ213"]
    session.write("b.amq", 'let $q = where city is "x"\n')
    session.tell("textDocument/didSave", textDocument=doc.id)
    assert await session.published(doc.uri, where=lambda it: not it) == []
