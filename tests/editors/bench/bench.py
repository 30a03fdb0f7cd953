#!/usr/bin/env python3
"""bench.py AMQ RUFF: how long servers take after an edit, beside each other.

An edit makes, or takes back, a mistake in the middle of a file. Its time is that from the change to
the diagnostics of that version; its processor time is that of all threads of the server. Memory is
the most that was ever resident.
"""

import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time

EDITS = 400
WARMING = 40

QUERIES = [
    'sign_ups_{n}: users new\n  where country is "NL" and city is ("Amsterdam", "Utrecht")\n  by platform\n  last 30d\n',
    '# How many of {n} buy\nbuyers_{n}: funnel ce:Signup -> Purchase{{price > {n}}}\n  where $dutch\n  window 3d\n  last 7d\n',
    'revenue_{n}: segmentation Purchase{{price > 0 by category}}\n  metric sums\n  every week\n  from 2021-07-01 to 2021-09-30\n',
    'back_{n}: retention _new -> _active\n  where gp:plan is "pro" and performed Purchase >= 2 times within 30d\n  last 28d\n',
]
FUNCTIONS = [
    'def sign_ups_{n}(rows, country="NL"):\n    found = [row for row in rows if row["country"] == country]\n    by_platform = {{row["platform"]: row for row in found}}\n    return sorted(by_platform), len(found) + {n}\n\n',
    '# How many of {n} buy\ndef buyers_{n}(steps, price={n}):\n    signed_up = set(steps["Signup"])\n    bought = {{it for it, paid in steps["Purchase"] if paid > price}}\n    return len(signed_up & bought) / max(len(signed_up), 1)\n\n',
]


def text(pieces, lines, head=""):
    """About as many lines as asked for, and the number of a line in the middle."""
    parts, count, number, middle = [head], head.count("\n"), 0, None
    while count < lines:
        part = pieces[number % len(pieces)].format(n=number) + "\n"
        if middle is None and count >= lines // 2 and number % len(pieces) == 0:
            middle = count
        parts.append(part)
        count += part.count("\n")
        number += 1
    return "".join(parts), middle


class Server:
    def __init__(self, command, folder):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, bufsize=0)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.buffer, self.next, self.version = bytearray(), 0, 1
        capabilities = {
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {"publishDiagnostics": {"versionSupport": True, "relatedInformation": True}, "completion": {"completionItem": {"snippetSupport": True}}},
        }
        folders = [{"uri": folder.as_uri(), "name": "bench"}]
        self.ask("initialize", processId=os.getpid(), rootUri=folder.as_uri(), capabilities=capabilities, workspaceFolders=folders)
        self.tell("initialized")

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        data = b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        while data:
            data = data[os.write(self.process.stdin.fileno(), data) :]

    def tell(self, method, **params):
        self.send({"method": method, "params": params})

    def ask(self, method, **params):
        self.next += 1
        self.send({"id": self.next, "method": method, "params": params})
        wanted = self.next
        return self.until(lambda it: it.get("id") == wanted and "method" not in it)

    def receive(self, patience=60):
        until = time.monotonic() + patience
        while True:
            end = self.buffer.find(b"\r\n\r\n")
            if end >= 0:
                length = int(bytes(self.buffer[:end]).lower().split(b"content-length:")[1].split(b"\r\n")[0])
                if len(self.buffer) >= end + 4 + length:
                    body = bytes(self.buffer[end + 4 : end + 4 + length])
                    del self.buffer[: end + 4 + length]
                    return body
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return None
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                sys.exit("a server ended by itself")
            self.buffer += data

    def until(self, wanted):
        while True:
            body = self.receive()
            if body is None:
                sys.exit("a server does not answer")
            message = json.loads(body)
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": None})
            if wanted(message):
                return message

    def settle(self):
        while self.receive(0.4) is not None:
            pass

    def open(self, path, language):
        self.uri = path.as_uri()
        self.tell("textDocument/didOpen", textDocument={"uri": self.uri, "languageId": language, "version": 1, "text": path.read_text()})
        return self.published(1)

    def published(self, version):
        def wanted(message):
            params = message.get("params") or {}
            return message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == self.uri and params.get("version") == version

        return self.until(wanted)["params"]["diagnostics"]

    def edit(self, line, column, old, new):
        self.version += 1
        end = {"line": line, "character": column + len(old)}
        change = {"range": {"start": {"line": line, "character": column}, "end": end}, "text": new}
        self.tell("textDocument/didChange", textDocument={"uri": self.uri, "version": self.version}, contentChanges=[change])

    def processor(self):
        """Milliseconds of all threads so far."""
        folder = pathlib.Path(f"/proc/{self.process.pid}/task")
        return sum(int((it / "schedstat").read_text().split()[0]) for it in folder.iterdir()) / 1e6

    def peak(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def end(self):
        self.ask("shutdown")
        self.tell("exit")
        self.process.wait(10)


def part(times, share):
    times = sorted(times)
    return times[min(len(times) - 1, int(share * len(times)))]


def measure(command, path, language, line, column, old, new, complete=None):
    server = Server(command, path.parent)
    there = len(server.open(path, language))
    server.settle()
    times = []
    for number in range(EDITS + WARMING):
        if number == WARMING:
            before = server.processor()
        start = time.perf_counter()
        server.edit(line, column, *((old, new) if number % 2 == 0 else (new, old)))
        said = server.published(server.version)
        if number >= WARMING:
            times.append((time.perf_counter() - start) * 1e3)
        assert len(said) == there + (number % 2 == 0), f"{len(said)} diagnostics after edit {number}, {there} before"
    figures = {"p50": part(times, 0.5), "p99": part(times, 0.99), "processor": (server.processor() - before) / EDITS}
    if complete:
        times = []
        for number in range(EDITS):
            start = time.perf_counter()
            found = server.ask("textDocument/completion", textDocument={"uri": server.uri}, position={"line": complete[0], "character": complete[1]})
            times.append((time.perf_counter() - start) * 1e3)
            assert found["result"]["items"]
        figures["completion"] = part(times, 0.99)
    figures.update(diagnostics=there, peak=server.peak())
    server.end()
    return figures


def main():
    amq, ruff = sys.argv[1:]
    failed = passed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        found = {}
        for name, lines in [("1,000 lines", 1_000), ("10,000 lines", 10_000)]:
            (folder / name).mkdir()
            path = folder / name / "a.amq"
            content, line = text(QUERIES, lines, 'let $dutch = where country is "NL"\n\n')
            path.write_text(content)
            head = content.split("\n")[line]
            column = head.index("users new") + len("users ")
            command = [amq, "lsp", "--today", "2021-09-30"]
            found[name] = measure(command, path, "amq", line, column, "new", "nwe", (line + 1, len("  where ")))
        path = folder / "a.py"
        content, line = text(FUNCTIONS, 10_000)
        path.write_text(content)
        column = content.split("\n")[line + 3].index("len(found)") + 4
        found["ruff"] = measure([ruff, "server"], path, "python", line + 3, column, "found", "fuond")
    for name, figures in found.items():
        print(f"{name:>12}: " + ", ".join(f"{key} {value:.2f}" for key, value in figures.items()))
    ours, small, theirs = found["10,000 lines"], found["1,000 lines"], found["ruff"]
    for what, ratio, most in [
        ("change to diagnostics, p99, of ruff's", ours["p99"] / theirs["p99"], 0.1),
        ("processor time an edit, of ruff's", ours["processor"] / theirs["processor"], 0.03),
        ("processor time an edit, of that on 1,000 lines", ours["processor"] / small["processor"], 1.3),
        ("completion p99, of 2 ms", ours["completion"] / 2, 1),
        ("peak memory, of ruff's", ours["peak"] / theirs["peak"], 0.5),
    ]:
        is_met = ratio <= most
        passed, failed = passed + is_met, failed + (not is_met)
        print(f"{'ok  ' if is_met else 'FAIL'} {what}: {ratio:.3f} (at most {most})")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
