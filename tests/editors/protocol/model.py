"""What a server sent, held against the meta model of the protocol.

The types of `lsprotocol` are generated from the meta model. Reading a message into them finds
members that are missing or of a wrong type; writing it again and comparing finds those that the
meta model does not know.
"""

import json

from cattrs import transform_error
from lsprotocol import types
from lsprotocol.converters import get_converter

CONVERTER = get_converter()
MEMBERS = {
    "request": {"jsonrpc", "id", "method", "params"},
    "notification": {"jsonrpc", "method", "params"},
    "answer": {"jsonrpc", "id", "result", "error"},
}


def recorded(file):
    """The messages of a recording, and who sent each."""
    with open(file, encoding="utf-8") as wire:
        return [json.loads(line) for line in wire]


def faults(file):
    """Everything wrong with what the server of a recording sent, and how many messages it sent."""
    found, count = [], 0
    asked, answered = {}, set()
    for line in recorded(file):
        message = line["message"]
        if line["from"] == "client":
            if "id" in message and "method" in message:
                asked[message["id"]] = message["method"]
            continue
        count += 1
        found += of_message(message, asked, answered)
    found += [f"{asked[it]} {it}: never answered" for it in asked.keys() - answered]
    return found, count


def of_message(message, asked, answered):
    kind = "answer" if "method" not in message else "request" if "id" in message else "notification"
    if message.get("jsonrpc") != "2.0":
        yield f"{message}: not JSON-RPC 2.0"
    for member in message.keys() - MEMBERS[kind]:
        yield f"{message}: a {kind} has no `{member}`"
    if kind != "answer":
        known = types.METHOD_TO_TYPES.get(message["method"])
        if known is None:
            yield f"{message['method']}: the meta model has no such message"
        else:
            yield from of_type(message, known[0], message["method"])
        return
    if ("result" in message) == ("error" in message):
        yield f"{message}: an answer is either a result or an error"
        return
    if message["id"] is None and "error" in message:
        return
    if message["id"] not in asked or message["id"] in answered:
        yield f"{message}: answers nothing that was asked"
        return
    answered.add(message["id"])
    method = asked[message["id"]]
    if "error" in message:
        yield from of_type(message, types.ResponseErrorMessage, method)
    elif method in types.METHOD_TO_TYPES:
        yield from of_type(message, types.METHOD_TO_TYPES[method][1], method)
    else:
        yield f"{method}: answered, though the meta model has no such request"


def of_type(message, type_, method):
    try:
        read = CONVERTER.structure(message, type_)
    except Exception as error:
        yield f"{method}: {'; '.join(transform_error(error))}"
        return
    yield from (f"{method}{it}" for it in differences(message, CONVERTER.unstructure(read, type_)))


def differences(sent, known, path=""):
    if isinstance(sent, dict) and isinstance(known, dict):
        for name, value in sent.items():
            if name in known:
                yield from differences(value, known[name], f"{path}.{name}")
            else:
                # `null` too: the meta model says where it may stand.
                yield f"{path}.{name}: the meta model has no such member"
        for name in known.keys() - sent.keys():
            if known[name] is not None:
                yield f"{path}.{name}: missing"
    elif isinstance(sent, list) and isinstance(known, (list, tuple)):
        if len(sent) != len(known):
            yield f"{path}: {len(sent)} items, read as {len(known)}"
        for number, pair in enumerate(zip(sent, known)):
            yield from differences(*pair, f"{path}[{number}]")
    elif sent != known or isinstance(sent, bool) != isinstance(known, bool):
        yield f"{path}: {sent!r} is read as {known!r}"
