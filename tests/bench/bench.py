# SPDX-License-Identifier: MIT
"""How fast the command is, against GMime doing the same work.

usage: MIMEWRIGHT=build/mimewright python3 tests/bench/bench.py [ROUNDS]

Both run in turn, so that a change of the machine's speed hits both; printed
are medians of the wall and CPU time, and of the ratio round by round. It
passes no judgement and is no test. Memory is tests/cli/test_large.py's.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def build_peer(folder):
    peer = os.path.join(folder, "gmime_one")
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gmime-3.0"],
                           capture_output=True, text=True, check=True)
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", peer,
                    os.path.join(HERE, "gmime_one.c")] + flags.stdout.split(),
                   check=True)
    return peer


def measure(command):
    """Wall seconds and CPU seconds of one run."""
    began = time.monotonic()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(command, stdout=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit("%s ended with %d" % (command[0], process.returncode))
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime


def compare(name, ours, theirs, rounds):
    pairs = [(measure(ours), measure(theirs)) for _ in range(rounds + 1)][1:]
    for who, runs in (("mimewright", [p[0] for p in pairs]),
                      ("GMime", [p[1] for p in pairs])):
        wall, cpu = (statistics.median(r[i] for r in runs) for i in range(2))
        print("%-24s %-11s wall %8.2f ms  cpu %8.2f ms"
              % (name, who, wall * 1e3, cpu * 1e3))
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    print("%-24s ratio of wall times, ours to theirs: %.2f" % (name, ratio))


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
                    [peer, path], rounds)


if __name__ == "__main__":
    main()
