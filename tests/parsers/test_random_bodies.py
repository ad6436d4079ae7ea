# SPDX-License-Identifier: MIT
"""A hundred random messages with bodies that the composer made, filed in
mailboxes too: Python's email and GMime see what was meant, and the mailboxes
hold the octets that were printed.
"""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))

from outlines import Parsers  # noqa: E402
from random_bodies import Composed  # noqa: E402

import message_checker  # noqa: E402
from harness import Suite, check, read, same, succeed, write  # noqa: E402

COUNT = 100

parsers = Parsers()


def filed_in_maildir(folder):
    new = os.path.join(folder, "dir", "new")
    names = os.listdir(new)
    same(len(names), 1, "messages in the Maildir")
    return read(os.path.join(new, names[0]))


def filed_in_mbox(folder):
    first, rest = read(os.path.join(folder, "box")).split(b"\n", 1)
    check(first.startswith(b"From "), first)
    check(rest.endswith(b"\n\n"), "no empty line at the end")
    check(not re.search(rb"^From ", rest, re.M), "a From that is not quoted")
    return re.sub(rb"^>(>*From )", rb"\1", rest[:-1], flags=re.M)


def try_seed(seed, folder):
    message = Composed(seed)
    for name, octets in message.files.items():
        write(folder, name, octets)
    octets = succeed(["compose", "-q", *message.args, "-o", "-", "-o",
                      "maildir:dir", "-o", "mbox:box"], folder)
    lines = octets.replace(b"\r\n", b"\n")
    same(filed_in_maildir(folder), lines, "what is in the Maildir")
    same(filed_in_mbox(folder), lines, "what is in the mbox")
    checker = message_checker.Check(eai=message.utf8)
    checker.message(octets)
    same(checker.why, [], "what the strict checker says")
    parsers.compare(folder, octets, message.meant)
    message.check(octets)


def main():
    suite = Suite()
    for seed in range(1, COUNT + 1):
        suite.add("seed %d" % seed,
                  lambda folder, seed=seed: try_seed(seed, folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
