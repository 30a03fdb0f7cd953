"""The check against the meta model finds what it is for."""

import json

import pytest
from model import faults

ASKED = {"from": "client", "message": {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}}


def said(message):
    return {"from": "server", "message": {"jsonrpc": "2.0", **message}}


WRONG = {
    "ill-typed": said({"id": 1, "result": {"contents": {"kind": "markdown", "value": 3}}}),
    "missing": said({"id": 1, "result": {"range": None}}),
    "unknown": said({"id": 1, "result": {"contents": "x", "colour": "red"}}),
    "unknown inside": said({"id": 1, "result": {"contents": {"kind": "plaintext", "value": "x", "more": 1}}}),
    "both": said({"id": 1, "result": None, "error": {"code": 1, "message": "x"}}),
    "of nobody": said({"id": 2, "result": None}),
    "no such message": said({"method": "amq/hello", "params": {}}),
    "unknown code of an error": said({"id": 1, "error": {"code": "x", "message": "x"}}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_message_is_found(name, tmp_path):
    file = tmp_path / "wire"
    file.write_text("\n".join(json.dumps(it) for it in [ASKED, WRONG[name]]))
    assert faults(file)[0]


def test_silence_is_found(tmp_path):
    file = tmp_path / "wire"
    file.write_text(json.dumps(ASKED))
    assert faults(file) == (["textDocument/hover 1: never answered"], 0)


def test_what_is_right_is_not(tmp_path):
    file = tmp_path / "wire"
    answer = said({"id": 1, "result": {"contents": {"kind": "markdown", "value": "x"}}})
    file.write_text("\n".join(json.dumps(it) for it in [ASKED, answer]))
    assert faults(file) == ([], 1)
