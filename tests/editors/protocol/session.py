"""A server and a client of it, as the tests use them."""

import asyncio
import contextlib
import copy
import json
import os
import pathlib
import sys

from lsprotocol import types
from lsprotocol.converters import get_converter
from model import faults
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

CONVERTER = get_converter()
HERE = pathlib.Path(__file__).parent
TODAY = "2021-09-30"
PATIENCE = 30


class Document:
    """An open document. `$0` in its text are places, taken out before it is opened."""

    def __init__(self, session, uri, text):
        self.session, self.uri, self.version = session, uri, 1
        self.set(text)

    def set(self, text):
        parts = text.split("$0")
        self.text = "".join(parts)
        ends = [len("".join(parts[: number + 1])) for number in range(len(parts) - 1)]
        self.places = [self.position(end) for end in ends]

    @property
    def id(self):
        return {"uri": self.uri}

    @property
    def at(self):
        return {"textDocument": self.id, "position": self.places[0]}

    @property
    def whole(self):
        return {"start": self.position(0), "end": self.position(len(self.text))}

    def length(self, text):
        return {
            "utf-8": lambda: len(text.encode()),
            "utf-16": lambda: len(text.encode("utf-16-le")) // 2,
            "utf-32": lambda: len(text),
        }[self.session.encoding]()

    def position(self, offset):
        lines = self.text[:offset].split("\n")
        return {"line": len(lines) - 1, "character": self.length(lines[-1])}

    def offset(self, position):
        lines = self.text.split("\n")
        before = sum(len(it) + 1 for it in lines[: position.line])
        if position.line >= len(lines):
            return len(self.text)
        line = lines[position.line]
        ends = (at for at in range(len(line) + 1) if self.length(line[:at]) >= position.character)
        return before + next(ends, len(line))

    def slice(self, range_):
        """The text of a range of the server's."""
        return self.text[self.offset(range_.start) : self.offset(range_.end)]

    def range(self, text, number=0):
        """The range of a piece of the text, as a client says it."""
        start = -1
        for _ in range(number + 1):
            start = self.text.index(text, start + 1)
        return {"start": self.position(start), "end": self.position(start + len(text))}

    def of(self, text, number=0):
        """The position of the beginning of a piece of the text, for requests about it."""
        return {"textDocument": self.id, "position": self.range(text, number)["start"]}

    def applied(self, edits):
        """The text after edits of the server's, which may not overlap."""
        spans = [(self.offset(it.range.start), self.offset(it.range.end), it.new_text) for it in edits]
        spans.sort(key=lambda it: it[:2])
        assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:])), f"overlap: {spans}"
        text = self.text
        for start, end, new in reversed(spans):
            text = text[:start] + new + text[end:]
        return text

    def change(self, old, new, number=0):
        """Replaces a piece of the text and tells the server."""
        range_ = self.range(old, number)
        start = -1
        for _ in range(number + 1):
            start = self.text.index(old, start + 1)
        self.set(self.text[:start] + new + self.text[start + len(old) :])
        self.tell([{"range": range_, "text": new}])

    def rewrite(self, text):
        """Replaces the whole text."""
        self.set(text)
        self.tell([{"text": self.text}])

    def tell(self, changes):
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.session.tell("textDocument/didChange", textDocument=document, contentChanges=changes)

    async def published(self):
        """What was published of this version."""
        return await self.session.published(self.uri, self.version)

    async def pulled(self):
        report = await self.session.ask("textDocument/diagnostic", textDocument=self.id)
        assert report.kind == "full"
        return list(report.items)

    def close(self):
        self.session.tell("textDocument/didClose", textDocument=self.id)


class Session:
    """A server that was started, and a client of it."""

    def __init__(self, client, folder, wire):
        self.client, self.folder, self.wire = client, folder, wire
        self.encoding, self.asked = "utf-16", 0
        self.heard, self.registered = [], []

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def hear(params: types.PublishDiagnosticsParams):
            self.heard.append(params)

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams):
            self.registered += params.registrations

    async def initialize(self, capabilities, folders=None, options=None):
        named = [self.folder] if folders is None else folders
        params = {
            "processId": os.getpid(),
            "rootUri": named[0].as_uri() if named else None,
            "capabilities": capabilities,
            "workspaceFolders": [{"uri": it.as_uri(), "name": it.name} for it in named] or None,
            "initializationOptions": options,
        }
        params = CONVERTER.structure(params, types.InitializeParams)
        result = await asyncio.wait_for(self.client.initialize_session(params), PATIENCE)
        self.capabilities = result.capabilities
        self.encoding = getattr(result.capabilities.position_encoding, "value", result.capabilities.position_encoding)
        return result

    async def ask(self, method, **params):
        """A request's result, in the types of the meta model."""
        return await asyncio.wait_for(self.send(method, **params), PATIENCE)

    def send(self, method, **params):
        """Sends a request now; what it gives is waited for later."""
        wanted = types.METHOD_TO_TYPES[method][2]
        params = CONVERTER.structure(params, wanted) if wanted else None
        return self.client.protocol.send_request_async(method, params)

    async def raw(self, method, params=None):
        """The answer to a request that no type stands for, as it stood on the wire."""
        self.asked += 1
        id_ = f"raw {self.asked}"
        message = {"jsonrpc": "2.0", "id": id_, "method": method}
        if params is not None:
            message["params"] = params
        body = json.dumps(message).encode()
        self.client._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

        def look():
            if not self.wire.exists():
                return None
            with open(self.wire, encoding="utf-8") as wire:
                lines = [json.loads(it) for it in wire.read().split("\n")[:-1]]
            answers = [it["message"] for it in lines if it["from"] == "server"]
            return next((it for it in answers if it.get("id") == id_ and "method" not in it), None)

        return await self.until(look, f"an answer to {method}")

    def tell(self, method, **params):
        params = CONVERTER.structure(params, types.METHOD_TO_TYPES[method][2])
        self.client.protocol.notify(method, params)

    def path(self, name):
        return self.folder / name

    def uri(self, name):
        return name if name.startswith("untitled:") else self.path(name).as_uri()

    def write(self, name, text):
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(text.encode())

    def changed(self, *names, kind=types.FileChangeType.Changed):
        """Tells the server of files that changed on disk."""
        changes = [{"uri": self.uri(it), "type": kind} for it in names]
        self.tell("workspace/didChangeWatchedFiles", changes=changes)

    def open(self, name, text=None):
        if text is None:
            text = self.path(name).read_bytes().decode()
        document = Document(self, self.uri(name), text)
        item = {"uri": document.uri, "languageId": "amq", "version": 1, "text": document.text}
        self.tell("textDocument/didOpen", textDocument=item)
        return document

    async def until(self, look, what):
        """Waits until something is true."""
        async with asyncio.timeout(PATIENCE):
            while not (found := look()):
                await asyncio.sleep(0.01)
            return found
        raise AssertionError(f"never: {what}")

    async def published(self, uri, version=None, where=lambda it: True):
        def look():
            for params in self.heard:
                if params.uri == uri and version in (None, params.version) and where(params.diagnostics):
                    return [params]

        try:
            return list((await self.until(look, "diagnostics"))[0].diagnostics)
        except TimeoutError:
            heard = [(it.version, [d.message for d in it.diagnostics]) for it in self.heard if it.uri == uri]
            raise AssertionError(f"{uri} {version} was never published; heard {heard}") from None

    async def indexed(self, name):
        """Waits until the server has read the workspace so far that it knows a name."""
        async with asyncio.timeout(PATIENCE):
            while not await self.ask("workspace/symbol", query=name):
                await asyncio.sleep(0.02)

    async def run(self, command, **of):
        return await self.ask("workspace/executeCommand", command=command, arguments=[of])


def capabilities(encodings=("utf-16",), pulls=False, client="visual_studio_code", **changes):
    """What a client of today can do."""
    can = copy.deepcopy(CONVERTER.unstructure(client_capabilities(client), types.ClientCapabilities))
    can.setdefault("general", {})["positionEncodings"] = list(encodings)
    text = can["textDocument"]
    text.pop("diagnostic", None)
    if pulls:
        text["diagnostic"] = {"dynamicRegistration": False, "relatedDocumentSupport": True}
        can.setdefault("workspace", {})["diagnostics"] = {"refreshSupport": True}
    for path, value in changes.items():
        *parents, last = path.split("__")
        within = can
        for parent in parents:
            within = within.setdefault(parent, {})
        within[last] = value
    return can


def client():
    """A client of `pytest-lsp`, but for what was published: versions count here."""
    made = LanguageClient(converter_factory=default_converter)
    own = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
    register_lsp_features(made, {name: it for name, it in DEFAULT_CLIENT_FEATURES.items() if name != own})
    return made


@contextlib.asynccontextmanager
async def server(folder, files=None, today=TODAY, before=()):
    """Starts a server; when it has ended, holds all that it sent against the meta model."""
    folder.mkdir(parents=True, exist_ok=True)
    wire = folder.parent / f"{folder.name}.wire"
    command = [*before, os.environ["AMQ"], "lsp", "--stdio"]
    if today:
        command += ["--today", today]
    recorder = [sys.executable, str(HERE / "recorder.py"), str(wire)]
    config = ClientServerConfig(server_command=recorder + command, client_factory=client)
    session = Session(await config.start(), folder, wire)
    for name, text in (files or {}).items():
        session.write(name, text)
    try:
        yield session
        ended = session.client._server
        await asyncio.wait_for(session.client.shutdown_session(), PATIENCE)
        if session.client.capabilities is not None:
            assert ended.returncode == 0, "the server fails at its end"
    finally:
        if session.client._server.returncode is None:
            session.client._server.kill()
        await session.client.stop()
    found, count = faults(wire)
    assert not found, "\n".join(found)
    assert session.client.capabilities is None or count >= 2
