# SPDX-License-Identifier: MIT
"""How fast a message is composed, against GMime doing the same work.

usage: MIMEWRIGHT=build/mimewright python3 tests/bench/compose.py [ROUNDS]

Memory is tests/cli/test_large.py's.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from pairs import build, compare


def build_peer(folder):
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gmime-3.0"],
                           capture_output=True, text=True, check=True)
    return build(folder, "gmime_one.c", *flags.stdout.split())


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    program = os.environ.get("MIMEWRIGHT") or shutil.which("mimewright")
    if program is None:
        sys.exit("set MIMEWRIGHT to the command")
    with tempfile.TemporaryDirectory() as folder:
        peer = build_peer(folder)
        for name, size in (("4 KiB attached", 4 << 10),
                           ("1 MiB attached", 1 << 20),
                           ("256 MiB attached", 256 << 20)):
            path = os.path.join(folder, "data.bin")
            with open(path, "wb") as data:
                for _ in range(0, size, 4 << 10):
                    data.write(os.urandom(4 << 10))
            compare(name,
                    [program, "-f", "Sender <a@example.org>", "-t",
                     "Rcpt <b@example.org>", "-s", "Größe", "-m",
                     "Hello wörld", "-a", path],
                    "GMime", [peer, path], rounds)


if __name__ == "__main__":
    main()
