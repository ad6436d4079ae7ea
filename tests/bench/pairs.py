# SPDX-License-Identifier: MIT
"""Two commands that do the same work, measured in turn.

So a change of the machine's speed hits both. It passes no judgement and is
no test.
"""

import os
import statistics
import subprocess
import sys
import time


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


def compare(name, ours, peer, theirs, rounds):
    """Prints medians of both, and of the ratio round by round."""
    pairs = [(measure(ours), measure(theirs)) for _ in range(rounds + 1)][1:]
    for who, runs in (("mimewright", [p[0] for p in pairs]),
                      (peer, [p[1] for p in pairs])):
        wall, cpu = (statistics.median(r[i] for r in runs) for i in range(2))
        print("%-32s %-11s wall %8.2f ms  cpu %8.2f ms"
              % (name, who, wall * 1e3, cpu * 1e3))
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    print("%-32s ratio of wall times, ours to theirs: %.2f" % (name, ratio),
          flush=True)


def build(folder, source, *flags):
    """Compiles SOURCE, beside this file, into FOLDER: the program's path."""
    program = os.path.join(folder, os.path.splitext(source)[0])
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", program,
                    os.path.join(here, source), *flags], check=True)
    return program
