# SPDX-License-Identifier: MIT
"""Who gets a message that `compose` sends again: with the Resent- fields of
RFC 5322, 3.6.6, the newest block of them says it.

C015
"""

import json
import os
import sys

from composing import PLAIN, USAGE, plan
from harness import Suite, check, field, read, refuse, run, same, write
from recording_server import Recorder

suite = Suite()
test = suite.test

DATED = ["-H", "Resent-Date: Mon, 02 Feb 2026 10:00:00 +0000",
         "-H", "Resent-From: r@example.test"]
DOMAIN = ["--default-domain", "example.test"]


def block(*fields):
    """A block of Resent- fields, with FIELDS."""
    return DATED + [word for text in fields for word in ("-H", text)]


def submit(folder, *args):
    with Recorder() as server:
        result = run([*PLAIN, "--submit", "--server", server.url, *args],
                     folder)
    same((result.status, result.err, len(server.letters)), (0, b"", 1),
         "what %s gives" % (args,))
    return server.letters[0]


@test
def aliases_stand_for_those_of_the_newest_block(folder):
    write(folder, "aliases", "root: ada@example.test\nbob: eve@example.test\n"
          "b: nobody@example.test\n")
    newest = block("resent-to: root", "Resent-Cc: c")
    older = block("Resent-To: bob", "Resent-Cc: d")
    resolved = ["ada@example.test", "c@example.test"]
    for args, wanted in (
            (newest, resolved),
            (newest + ["-t", "bob", "-c", "d"], resolved),
            (["-t", "bob", "-c", "d"] + newest, resolved),
            (newest + older, resolved),
            (newest[:-2] + older, ["ada@example.test"]),
            (block() + older + ["-c", "bob"],
             ["b@example.test", "eve@example.test"]),
            (newest + ["--envelope-to", "bob"], ["eve@example.test"])):
        letter = submit(folder, *DOMAIN, "--aliases", "aliases", *args)
        same(sorted(letter.recipients), wanted, "the recipients by %s" % args)
    letter = submit(folder, *DOMAIN, "--aliases", "aliases", *newest)
    same(field(letter.octets, "Resent-To"), "root@example.test", "Resent-To")


@test
def the_newest_block_is_completed(folder):
    letter = submit(folder, *DOMAIN, *block("Resent-To: root"))
    same(letter.recipients, ["root@example.test"], "the recipients")


@test
def aliases_need_no_other_recipients(folder):
    write(folder, "aliases", "root: ada@example.test\n")
    said = plan(folder, "-f", "a@example.test", "-m", "x", *DOMAIN,
                "--aliases", "aliases", *block("Resent-To: root"))
    same(said["envelope"]["to"], ["ada@example.test"], "the recipients")


@test
def those_in_bcc_are_not_lost(folder):
    again = [*block("Resent-To: c@example.test"), "-b", "hid@example.test"]
    write(folder, "aliases", "root: ada@example.test\n")
    for args in (["-n"], ["-o", "x.eml", "--envelope-file", "e.json"],
                 ["--submit", "--server", "smtp://mail.example.test"],
                 ["-n", "--aliases", "aliases"]):
        result = refuse(USAGE, [*PLAIN, *again, *args], folder, "Bcc: ")
        for name in (b"--keep-bcc", b"--envelope-to"):
            check(name in result.err, str(result))
    for args, wanted in (
            (["--keep-bcc"], ["c@example.test"]),
            (["--envelope-to", "hid@example.test"], ["hid@example.test"])):
        same(submit(folder, *again, *args).recipients, wanted,
             "the recipients with %s" % args)
    run([*PLAIN, *block(), "-b", "hid@example.test", "-o", "x.eml",
         "--envelope-file", "e.json"], folder)
    same(json.loads(read(os.path.join(folder, "e.json")))["to"],
         ["b@example.test", "hid@example.test"], "without others")


@test
def a_forced_sender_is_the_envelope_s(folder):
    again = block("Resent-To: c@example.test")
    for args, wanted in (
            (["--force-from", "Us <us@example.test>"], "us@example.test"),
            (["--force-from", "us", *DOMAIN], "us@example.test"),
            (["--force-from", "us@example.test", "--envelope-from",
              "other@example.test"], "us@example.test"),
            (["--force-from", "us@example.test", "--envelope-from", ""], ""),
            ([], "r@example.test")):
        same(submit(folder, *again, *args).sender, wanted,
             "the sender with %s" % args)


if __name__ == "__main__":
    sys.exit(suite.main())
