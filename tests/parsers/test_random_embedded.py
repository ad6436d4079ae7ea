# SPDX-License-Identifier: MIT
"""Random messages in 8 bits, attached to a message that has to be 7bit.

Python's email has to see the same parts with the same content in what was
attached as in the original; line ends apart, and those that end a part.

C022, C024, C025, C040
"""

import email
import json
import random
import sys

import outlines  # noqa: F401, finds the modules of tests/cli

from harness import Suite, check, same, succeed, write

COUNT = 60

COMPOSE = ["compose", "-q", "-f", "a@example.test", "-t", "b@example.test",
           "-s", "x", "-m", "y", "--attach-message", "inner.eml"]

TYPES = ["", "Content-Type: text/plain; charset=utf-8\n",
         "Content-Type: text/html; charset=iso-8859-1\n",
         "Content-Type: application/x-y; name=z\n"]

LABELS = ["", "Content-Transfer-Encoding: 8bit\n",
          "Content-Transfer-Encoding: 7bit\n"]


class Random:
    """One random message."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.boundaries = 0

    def content(self):
        choose = self.random
        return choose.choice([
            b"plain text\n" * choose.randint(0, 3),
            "Grüße an alle\n".encode() * choose.randint(1, 4),
            bytes(choose.choice(b"abc \xe9\xff=.\n")
                  for _ in range(choose.randint(0, 80))),
            b"x" * choose.choice([990, 998, 999, 1500])
            + b"\n" * choose.randint(0, 2)])

    def multipart(self, head, label, depth):
        self.boundaries += 1
        line = b"--b%d" % self.boundaries
        kind = self.random.choice(["mixed", "alternative", "digest"])
        octets = (head + "Content-Type: multipart/%s; boundary=b%d\n%s\n" % (
            kind, self.boundaries, label)).encode()
        octets += self.random.choice([b"", b"before\n"])
        for _ in range(self.random.randint(1, 3)):
            octets += line + b"\n" + self.part(depth + 1) + b"\n"
        return octets + line + b"--\n" + self.random.choice([b"", b"after\n"])

    def part(self, depth=0, is_message=False):
        head = ""
        if is_message:
            head = "From: a@example.test\nSubject: s\n"
            head += self.random.choice(["", "MIME-Version: 1.0\n"])
        label = self.random.choice(LABELS)
        kind = self.random.random()
        if depth < 3 and kind < 0.4:
            return self.multipart(head, label, depth)
        if depth < 3 and kind < 0.55:
            return (head + "Content-Type: message/rfc822\n" + label + "\n"
                    ).encode() + self.part(depth + 1, True)
        return (head + self.random.choice(TYPES) + label + "\n").encode() \
            + self.content()


def leaves(message):
    return [part.get_payload(decode=True).replace(b"\r\n", b"\n").rstrip(b"\n")
            for part in message.walk() if not part.is_multipart()]


def types(message):
    return [part.get_content_type() for part in message.walk()]


def try_seed(seed, folder):
    octets = Random(seed).part(is_message=True)
    write(folder, "inner.eml", octets)
    made = succeed(COMPOSE, folder)
    plan = json.loads(succeed(COMPOSE + ["-n", "--json"], folder))
    same(plan["size"], len(made), "the size foretold")
    check(made.isascii(), "it is not 7bit")
    check(max(map(len, made.split(b"\r\n"))) <= 998, "a line is too long")
    original = email.message_from_bytes(octets)
    inner = email.message_from_bytes(made).get_payload()[1].get_payload()[0]
    same(types(inner), types(original), "the parts")
    same(leaves(inner), leaves(original), "what they hold")


def main():
    suite = Suite()
    for seed in range(1, COUNT + 1):
        suite.add("seed %d" % seed,
                  lambda folder, seed=seed: try_seed(seed, folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
