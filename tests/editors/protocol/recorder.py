"""recorder.py FILE COMMAND...: stands between a client and a server, and writes down what passes.

Each line of FILE is one message: `{"from": "client" | "server", "message": ...}`. The framing of
the server is read strictly, since clients do not agree on what they forgive.
"""

import json
import os
import subprocess
import sys
import threading


def read(stream):
    """The next message as it stood on the wire, and its body; None at the end."""
    head = b""
    length = None
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
        name, _, value = line.partition(b": ")
        if name == b"Content-Length":
            length = int(value)
    body = stream.read(length)
    return head + body, body


def pump(source, target, side, write):
    while (found := read(source)) is not None:
        wire, body = found
        write(side, body)
        try:
            target.write(wire)
            target.flush()
        except BrokenPipeError:
            break
    target.close()


def main():
    file, *command = sys.argv[1:]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    lock = threading.Lock()
    with open(file, "w", encoding="utf-8") as out:

        def write(side, body):
            with lock:
                line = {"from": side, "message": json.loads(body)}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                out.flush()

        to_server = (sys.stdin.buffer, server.stdin, "client", write)
        threading.Thread(target=pump, args=to_server, daemon=True).start()
        pump(server.stdout, sys.stdout.buffer, "server", write)
        code = server.wait()
    # The thread that reads waits for the client still.
    os._exit(code)


if __name__ == "__main__":
    main()
