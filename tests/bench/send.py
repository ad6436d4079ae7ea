# SPDX-License-Identifier: MIT
"""How fast finished messages are sent, against curl sending the same ones.

usage: MIMEWRIGHT=build/mimewright python3 tests/bench/send.py [ROUNDS]

The server is sink.c. Where it lets each answer wait, as a server does that is
a country away, what is measured are round trips.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from pairs import build, compare

SENDER, RECIPIENTS = "a@example.org", ["b@example.org", "c@example.org"]
HEADER = ("From: a@example.org\r\nTo: b@example.org, c@example.org\r\n"
          "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n"
          "Message-ID: <%d@example.org>\r\nSubject: measured\r\n\r\n")
PLAIN = "PIPELINING,8BITMIME,SIZE 0"


class Sink:
    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, *arguments],
                                        stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def write_message(folder, number, size):
    path = os.path.join(folder, "%d.eml" % number)
    line = b"x" * 70 + b"\r\n"
    with open(path, "wb") as message:
        message.write((HEADER % number).encode())
        while size > 0:
            lines = min(size, 1 << 20) // len(line) + 1
            message.write(line * lines)
            size -= lines * len(line)
    return path


def ours(program, port, paths):
    return [program, "send", "--server",
            "smtp://127.0.0.1:%d" % port, "--tls", "off", "--as-is",
            "--envelope-from", SENDER,
            "--envelope-to", ", ".join(RECIPIENTS), *paths]


def curls(port, paths):
    """One curl, which keeps its connection for all of PATHS."""
    command = ["curl", "-q", "-sS"]
    for number, path in enumerate(paths):
        command += ["--next", "-sS"] if number > 0 else []
        command += ["smtp://127.0.0.1:%d" % port, "--mail-from", SENDER,
                    *[a for r in RECIPIENTS for a in ("--mail-rcpt", r)],
                    "-T", path]
    return command


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    program = os.environ.get("MIMEWRIGHT") or shutil.which("mimewright")
    if program is None or shutil.which("curl") is None:
        sys.exit("set MIMEWRIGHT to the command, and install curl")
    with tempfile.TemporaryDirectory() as folder:
        sink = build(folder, "sink.c", "-pthread")
        small = [write_message(folder, i, 4 << 10) for i in range(200)]
        large = [write_message(folder, len(small), 256 << 20)]
        for name, paths, arguments in (
                ("4 KiB", small[:1], []),
                ("4 KiB, 20 ms away", small[:1], ["-d", "20"]),
                ("4 KiB, 20 ms away, no CHUNKING", small[:1],
                 ["-d", "20", "-k", PLAIN]),
                ("200 of 4 KiB", small, []),
                ("10 of 4 KiB, 20 ms away", small[:10], ["-d", "20"]),
                ("256 MiB by BDAT", large, []),
                ("256 MiB by DATA", large, ["-k", PLAIN])):
            with Sink(sink, *arguments) as served:
                compare(name, ours(program, served.port, paths), "curl",
                        curls(served.port, paths), rounds)


if __name__ == "__main__":
    main()
