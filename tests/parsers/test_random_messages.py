# SPDX-License-Identifier: MIT
"""Three hundred random messages: Python's email and GMime see what was meant.

The strict checker of tests/cli reads each as well, and its size is the one
the dry run foretold.

C003, C005, C007-C009, C016, C026-C030, C043-C050, C054-C056, C143, C144,
T18, T19
"""

import json
import sys

from outlines import Parsers
from random_messages import Message

import message_checker
from harness import Suite, same, succeed, write

COUNT = 300

parsers = Parsers()


def try_seed(seed, folder):
    message = Message(seed)
    for name, octets in message.files.items():
        write(folder, name, octets)
    octets = succeed(["compose"] + message.args, folder)
    plan = json.loads(succeed(["compose", "-n", "--json"] + message.args,
                              folder))
    same(plan["size"], len(octets), "the size foretold")
    checker = message_checker.Check(eai=message.utf8)
    checker.message(octets)
    same(checker.why, [], "what the strict checker says")
    parsers.compare(folder, octets, message.meant)


def main():
    suite = Suite()
    for seed in range(1, COUNT + 1):
        suite.add("seed %d" % seed,
                  lambda folder, seed=seed: try_seed(seed, folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
