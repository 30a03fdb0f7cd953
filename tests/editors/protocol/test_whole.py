"""What the whole suite asked for, held against what the server says it can do. It comes last."""

import pathlib

import pytest
from model import recorded

HERE = pathlib.Path(__file__).parent

# What a client may send because of a capability. One inside another is named with its path.
MEANS = {
    "positionEncoding": [],
    "textDocumentSync": [],
    "textDocumentSync.openClose": ["textDocument/didOpen", "textDocument/didClose"],
    "textDocumentSync.change": ["textDocument/didChange"],
    "textDocumentSync.save": ["textDocument/didSave"],
    "completionProvider": ["textDocument/completion"],
    "completionProvider.resolveProvider": ["completionItem/resolve"],
    "hoverProvider": ["textDocument/hover"],
    "signatureHelpProvider": ["textDocument/signatureHelp"],
    "definitionProvider": ["textDocument/definition"],
    "referencesProvider": ["textDocument/references"],
    "documentHighlightProvider": ["textDocument/documentHighlight"],
    "documentSymbolProvider": ["textDocument/documentSymbol"],
    "workspaceSymbolProvider": ["workspace/symbol"],
    "codeActionProvider": ["textDocument/codeAction"],
    "codeActionProvider.resolveProvider": ["codeAction/resolve"],
    "codeLensProvider": ["textDocument/codeLens"],
    "codeLensProvider.resolveProvider": ["codeLens/resolve"],
    "documentLinkProvider": ["textDocument/documentLink"],
    "documentLinkProvider.resolveProvider": ["documentLink/resolve"],
    "documentFormattingProvider": ["textDocument/formatting"],
    "documentRangeFormattingProvider": ["textDocument/rangeFormatting"],
    "documentOnTypeFormattingProvider": ["textDocument/onTypeFormatting"],
    "renameProvider": ["textDocument/rename"],
    "renameProvider.prepareProvider": ["textDocument/prepareRename"],
    "foldingRangeProvider": ["textDocument/foldingRange"],
    "selectionRangeProvider": ["textDocument/selectionRange"],
    "inlayHintProvider": ["textDocument/inlayHint"],
    "inlayHintProvider.resolveProvider": ["inlayHint/resolve"],
    "executeCommandProvider": ["workspace/executeCommand"],
    "semanticTokensProvider": [],
    "semanticTokensProvider.legend": [],
    "semanticTokensProvider.full": ["textDocument/semanticTokens/full"],
    "semanticTokensProvider.full.delta": ["textDocument/semanticTokens/full/delta"],
    "semanticTokensProvider.range": ["textDocument/semanticTokens/range"],
    "diagnosticProvider": ["textDocument/diagnostic"],
    "diagnosticProvider.interFileDependencies": [],
    "diagnosticProvider.workspaceDiagnostics": ["workspace/diagnostic"],
    "workspace": [],
    "workspace.workspaceFolders": [],
    "workspace.workspaceFolders.supported": [],
    "workspace.workspaceFolders.changeNotifications": ["workspace/didChangeWorkspaceFolders"],
}


def done(wire):
    """What was told, and what was asked and answered with something; commands by their names, too."""
    asked = {}
    for message in (it["message"] for it in wire if it["from"] == "client"):
        if "id" not in message:
            yield message["method"]
        elif "method" in message:
            asked[message["id"]] = message
    for message in (it["message"] for it in wire if it["from"] == "server"):
        if "method" not in message and message.get("result") is not None:
            question = asked[message["id"]]
            yield question["method"]
            if question["method"] == "workspace/executeCommand":
                yield question["params"]["command"]


def granted(wire):
    """The capabilities that the server told its client."""
    answers = [it["message"].get("result") for it in wire if it["from"] == "server" and "method" not in it["message"]]
    return next((it["capabilities"] for it in answers if isinstance(it, dict) and "capabilities" in it), {})


def registered(wire):
    """What the server asked its client for later."""
    asks = [it["message"] for it in wire if it["message"].get("method") == "client/registerCapability"]
    return [it["method"] for ask in asks for it in ask["params"]["registrations"]]


def named(capabilities, path=""):
    """The names of capabilities: each member at the top, and within it whatever can be on."""
    for name, value in capabilities.items():
        name = path + name
        if value is not False and (not path or name in MEANS or isinstance(value, (bool, dict))):
            yield name
        if isinstance(value, dict):
            yield from named(value, f"{name}.")


def missed(wires):
    """What the servers can do and nothing was ever asked of."""
    seen = {it for wire in wires for it in done(wire)}
    for wire in wires:
        yield from (f"{it} was registered and never sent" for it in registered(wire) if it not in seen)
        capabilities = granted(wire)
        for name in named(capabilities):
            if name not in MEANS:
                yield f"{name}: what it means stands nowhere"
            yield from (f"{name}: {it} was never sent" for it in MEANS.get(name, []) if it not in seen)
        for command in capabilities.get("executeCommandProvider", {}).get("commands", []):
            if command not in seen:
                yield f"{command} was never run"


def test_what_was_never_sent_is_found():
    capabilities = {"hoverProvider": True, "codeLensProvider": {"resolveProvider": True}, "newProvider": {}}
    wire = [
        {"from": "client", "message": {"id": 1, "method": "initialize"}},
        {"from": "server", "message": {"id": 1, "result": {"capabilities": capabilities}}},
        {"from": "client", "message": {"id": 2, "method": "textDocument/codeLens"}},
        {"from": "server", "message": {"id": 2, "result": []}},
        {"from": "client", "message": {"id": 3, "method": "textDocument/hover"}},
        {"from": "server", "message": {"id": 3, "error": {"code": 1, "message": "x"}}},
    ]
    assert list(missed([wire])) == [
        "hoverProvider: textDocument/hover was never sent",
        "codeLensProvider.resolveProvider: codeLens/resolve was never sent",
        "newProvider: what it means stands nowhere",
    ]


def test_everything_that_the_server_can_do_was_asked_of_it(request, tmp_path_factory):
    if {it.path for it in request.session.items} != set(HERE.glob("test_*.py")) or request.config.option.keyword:
        pytest.skip("only all tests together ask for everything")
    wires = [recorded(it) for it in tmp_path_factory.getbasetemp().rglob("*.wire")]
    found = set(missed(wires))
    assert not found, "\n".join(sorted(found))
