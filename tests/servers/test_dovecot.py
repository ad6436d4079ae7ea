# SPDX-License-Identifier: MIT
"""What arrives by Dovecot's submission, which passes it on to a keeper; and
at that keeper itself, which takes every octet.
"""

import os
import sys

from arrival import ALL_OCTETS, Nature, WHO, check_arrived, compose, suite_of

from laboratory import start

from harness import check, read, write

suite = suite_of(Nature(
    "dovecot", frozenset(("PIPELINING", "SIZE", "8BITMIME", "CHUNKING",
                          "BINARYMIME", "DSN")),
    ways=("by STARTTLS and login", "by TLS from the start"), queue_id=False,
    copies=False))

KEEPER = Nature("keeper", frozenset(("CHUNKING", "BINARYMIME")),
                queue_id=False, copies=False)


@suite.test
def every_octet_goes_by_BINARYMIME_as_it_is(folder):
    """C116"""
    start("keeper").forget()
    content = ALL_OCTETS * 1000 + b"\n.\n\r\n.\r\n\0"
    write(folder, "a.bin", content)
    server, report, path = compose(
        KEEPER, KEEPER.way_in(), folder,
        [*WHO, "-m", "Hello.", "-a", "a.bin", "--transport", "binary",
         "--chunk-size", "10000"])
    check("BINARYMIME" in report["extensions"], "no BINARYMIME")
    check(content in read(path), "the copy is encoded")
    (arrived,) = check_arrived(KEEPER, server, [read(path)])
    check(arrived.envelope["chunked"], "it came by DATA")
    check(os.path.getsize(arrived.path) == report["size"], "not its size")


if __name__ == "__main__":
    sys.exit(suite.main())
