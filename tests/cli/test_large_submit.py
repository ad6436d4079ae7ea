# SPDX-License-Identifier: MIT
"""Large messages to a server: by DATA and by BDAT, composed and as a file, in
little memory and with the exact size.

The attachment is sparse. It makes a message of 3 GiB where MIMEWRIGHT_BIG is
set, else one of 64 MiB, with the same bound on memory.
"""

import os
import subprocess
import sys
import threading

import harness
from composing import PLAIN, compose, plan
from harness import Skip, Suite, check, same
from sink_server import Sink
from test_large import encoded, peak, sparse

MOST_RESIDENT = 20 << 20
BIG = bool(os.environ.get("MIMEWRIGHT_BIG"))
SIZE = 3 << 30 if BIG else 64 << 20  # on the wire

CHUNKED = ["CHUNKING", "PIPELINING"]
MESSAGE = PLAIN + ["-a", "huge.bin"]

suite = Suite()


def attach(folder):
    """Makes the attachment; it takes at least SIZE octets in base64."""
    size = SIZE // 78 * 57 + 57
    sparse(folder, "huge.bin", size)
    check(encoded(size) >= SIZE, "too small")


def submit(folder, keywords, args):
    """Sends by ARGS to a sink, which is given with the peak of memory."""
    most = []
    sink = Sink(keywords, lambda: most.append(peak(process)))
    process = harness.start(
        [*args, "--server", "smtp://127.0.0.1:%d" % sink.port, "--tls",
         "off"], folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    thread = threading.Thread(target=sink.serve, daemon=True)
    thread.start()
    out, err = harness.finish(process, timeout=600)
    thread.join(100)
    same((process.returncode, out, err), (0, b"", b""), "the run")
    return sink, most[0]


def judge(sink, most, size):
    same((sink.messages, sink.octets), (1, size), "messages and octets")
    check(size > SIZE, "%d octets" % size)
    mail = [line for line in sink.said if line.startswith("MAIL ")]
    check("SIZE=%d" % size in mail[0], mail[0])
    if most == 0 or harness.is_instrumented():
        raise Skip("resident memory cannot be told here")
    check(most < MOST_RESIDENT, "%d KiB resident" % (most >> 10))


@suite.test
def a_composed_message_goes_by_DATA_in_little_memory(folder):
    attach(folder)
    size = plan(folder, *MESSAGE)["size"]
    judge(*submit(folder, [], MESSAGE + ["--submit"]), size)


@suite.test
def a_composed_message_goes_by_BDAT_in_little_memory(folder):
    attach(folder)
    size = plan(folder, *MESSAGE)["size"]
    sink, most = submit(folder, CHUNKED, MESSAGE + ["--submit"])
    judge(sink, most, size)
    check(any(line.startswith("BDAT ") for line in sink.said), "no BDAT")


@suite.test
def a_message_that_is_there_goes_both_ways_in_little_memory(folder):
    attach(folder)
    compose(folder, *MESSAGE, "-o", "huge.eml")
    size = os.path.getsize(os.path.join(folder, "huge.eml"))
    for keywords in ([], CHUNKED):
        judge(*submit(folder, keywords, ["send", "-q", "huge.eml"]), size)


if __name__ == "__main__":
    sys.exit(suite.main())
