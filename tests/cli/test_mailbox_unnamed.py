# SPDX-License-Identifier: MIT
"""Mailboxes that `send` and `sendmail` are given without saying so.

T05: what is for others goes to nobody.
"""

import os
import sys

from harness import Suite, check, run, same, write
from recording_server import Recorder

suite = Suite()
test = suite.test

LINE = b"From a@example.test Sat Nov 21 23:06:00 2026\n"
DATED = b"Date: Mon, 02 Feb 2026 10:00:00 +0000\nMessage-ID: <%d@x.test>\n"
FIRST = (b"From: a@example.test\nTo: b@example.test\n" + DATED % 1
         + b"\nFor b.\nFrom me\n\n")
SECOND = (b"From: a@example.test\nTo: c@example.test\n" + DATED % 2
          + b"\nFor c alone.\n\n")
BOX = LINE + FIRST + LINE + SECOND
WHY = (b"line 10: another message of a mailbox begins here\n"
       b"hint: mbox:FILE sends each of them\n")


def crlf(octets):
    return octets.replace(b"\n", b"\r\n")


def give(folder, *args, **how):
    """The result of the command, and the letters that came."""
    with Recorder() as server:
        result = run(list(args), folder, env={"MIMEWRIGHT_SERVER": server.url},
                     **how)
    return result, server.letters


@test
def an_mbox_is_no_message(folder):
    write(folder, "box", BOX)
    for args in (["send", "box"], ["send", "-"], ["sendmail", "-t"],
                 ["sendmail", "-i", "d@example.test"]):
        result, letters = give(folder, *args, stdin=BOX)
        same((result.status, letters), (65, []), "the status by %s" % args)
        check(WHY in result.err, str(result))
    result, letters = give(folder, "send", "mbox:box")
    same(result.status, 0, str(result))
    same([letter.recipients for letter in letters],
         [["b@example.test"], ["c@example.test"]], "the recipients")


@test
def one_message_of_an_mbox_is_a_message(folder):
    for args in (["send", "-"], ["sendmail", "-t"]):
        result, letters = give(folder, *args, stdin=LINE + FIRST)
        same(result.status, 0, str(result))
        same([letter.octets for letter in letters], [crlf(FIRST)],
             "the letters by %s" % args)


@test
def a_maildir_is_named_where_it_is_taken_for_a_file(folder):
    hint = b"hint: maildir:md sends each message in it\n"
    for name in ("md", "md/cur", "md/new", "md/tmp"):
        result, letters = give(folder, "send", "md")
        check(hint not in result.err, str(result))
        os.mkdir(os.path.join(folder, name))
    result, letters = give(folder, "send", "md")
    same((result.status, letters), (66, []), "the status")
    check(b": is a directory\n" in result.err and hint in result.err,
          str(result))


if __name__ == "__main__":
    sys.exit(suite.main())
