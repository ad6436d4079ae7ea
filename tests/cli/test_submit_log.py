# SPDX-License-Identifier: MIT
"""What a line of --log holds, whatever the server says.

A value within quotation marks escapes those, and the backslash; nothing else
can end it.
"""

import base64
import os
import re
import sys

import harness
from composing import PLAIN
from harness import Suite, check, same
from submitting import GREET, MAIL, PLAIN_SESSION, Served

suite = Suite()
test = suite.test

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PAIR = re.compile(r' ([a-z-]+)=(?:([a-z0-9-]+)|"((?:[^"\\]|\\.)*)")')
KEYS = ["server", "from", "to", "status", "message-id", "queue-id", "size",
        "exit"]
SAYING_MOST = 400
EVIL = (b'ok" exit=0\\" \x1b]0;x\x07 \x00 \xc2\x9b \xe2\x80\xae \xff \x0b\x0c'
        b'\xe2\x80\xa8\x7f\r2026-01-01T00:00:00Z server="x" exit=0 end\\')


def logged(folder):
    """The pairs of each line of the log, all of which they are."""
    text = harness.read(os.path.join(folder, "log")).decode()
    check(text.endswith("\n"), "no line end: %r" % text)
    lines = text[:-1].split("\n")
    for line in lines:
        check(line.isprintable(), "unescaped: %r" % line)
        check(TIME.match(line), "no time: %r" % line)
        same(PAIR.sub("", TIME.sub("", line)), "", "besides pairs")
    return [[(key, word or quoted) for key, word, quoted
             in PAIR.findall(TIME.sub("", line))] for line in lines]


def reply(octets):
    return {"send_b64": base64.b64encode(octets + b"\r\n").decode()}


def session(last, first=b"250 ok"):
    """A session whose reply to RCPT is FIRST, and to the message LAST."""
    return (GREET + [{"ehlo": []}] + MAIL[:3] + [reply(first)] + MAIL[4:7]
            + [reply(last), {"quit": True}])


def log_of(folder, steps, *args):
    """The pairs of the one line that is logged of STEPS."""
    with Served(folder, steps) as served:
        harness.run([*PLAIN, "--submit", "--server", served.url, "--tls",
                     "off", "--timeout", "60", "--log", "log", *args], folder)
    lines = logged(folder)
    os.remove(os.path.join(folder, "log"))
    same(len(lines), 1, "the lines")
    return lines[0]


@test
def what_the_server_said_is_last(folder):
    pairs = log_of(folder, PLAIN_SESSION)
    same([key for key, _ in pairs], KEYS + ["reply"], "the keys")
    same(pairs[-1][1], "250 2.0.0 queued as 4F2A", "the reply")
    pairs = log_of(folder, session(b"250"))
    same(pairs[-1], ("reply", "250"), "a reply without words")


@test
def what_went_wrong_is_last(folder):
    keys = [key for key in KEYS if key != "queue-id"] + ["error"]
    pairs = log_of(folder, session(b"554 5.7.1 it is spam"))
    same([key for key, _ in pairs], keys, "the keys of a refusal")
    same(pairs[-1][1], "the server refused the message: 554 5.7.1 it is spam",
         "the refusal")
    pairs = log_of(folder, GREET + [{"ehlo": []}] + MAIL[:3] + [
        {"send": "451 4.7.1 later\r\n"}, {"quit": True}])
    same([key for key, _ in pairs], keys, "the keys of a deferral")
    same(pairs[-1][1], "<b@example.test> was refused: 451 4.7.1 later",
         "the deferral")


@test
def a_part_has_both(folder):
    steps = GREET + [{"ehlo": []}] + MAIL[:4] + [
        {"expect": "^RCPT TO:<c@example.test>"},
        {"send": "550 5.1.1 no such user\r\n"}] + MAIL[4:]
    pairs = log_of(folder, steps, "-c", "c@example.test")
    same(pairs[-3:], [
        ("exit", "80"), ("reply", "250 2.0.0 queued as 4F2A"),
        ("error", "<c@example.test> was refused: 550 5.1.1 no such user")],
         "the end of the line")


@test
def no_reply_makes_a_line_or_a_pair(folder):
    for last, saying, status in (
            (b"250 2.0.0 " + EVIL, "reply", "0"),
            (b"250-2.0.0 a\" exit=1\r\n250 2.0.0 " + EVIL, "reply", "0"),
            (b"554 5.7.1 " + EVIL, "error", "69")):
        pairs = log_of(folder, session(last))
        same([key for key, _ in pairs if key != "queue-id"],
             [key for key in KEYS if key != "queue-id"] + [saying],
             "the keys of %r" % last)
        same(dict(pairs)["exit"], status, "the status of %r" % last)
        check(r'ok\" exit=0\\\"' in pairs[-1][1], "the reply: %r" % pairs)


@test
def of_a_long_reply_there_is_the_beginning(folder):
    for filler in (b"x", b'"', b"\xff"):
        pairs = log_of(folder, session(
            b"\r\n".join([b"250-2.0.0 " + filler * 400] * 20
                         + [b"250 2.0.0 end"])))
        said = pairs[-1][1]
        check(SAYING_MOST - 10 <= len(said) - len("...") <= SAYING_MOST
              and said.endswith("..."), "%d octets of %r" % (len(said), said))


@test
def many_recipients_are_one_line(folder):
    names = ["%s%d@example.test" % ("x" * 50, i) for i in range(300)]
    steps = GREET + [{"ehlo": []}] + MAIL[:2] + [
        step for name in names for step in (
            {"expect": "^RCPT TO:<%s>" % name}, {"send": "250 ok\r\n"})
    ] + MAIL[4:]
    harness.write(folder, "to", "To: %s\n" % ",\n ".join(names))
    with Served(folder, steps) as served:
        result = harness.run(
            ["--submit", "--server", served.url, "--tls", "off", "--timeout",
             "60", "-f", "a@example.test", "--header-file", "to", "-m",
             "Hello.", "--log", "log"], folder)
    same(result.status, 0, "the status, with %r" % result.err)
    lines = logged(folder)
    same(len(lines), 1, "the lines")
    same([value for key, value in lines[0] if key == "to"], names,
         "the recipients")
    same(lines[0][-1], ("reply", "250 2.0.0 queued as 4F2A"), "the last")


if __name__ == "__main__":
    sys.exit(suite.main())
