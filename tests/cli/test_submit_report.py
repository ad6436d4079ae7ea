# SPDX-License-Identifier: MIT
"""What is told of a message that nobody got, or that some did not get."""

import json
import os
import sys

import harness
from composing import PLAIN
from harness import Suite, check, same, write
from submitting import GREET, MAIL, Served

suite = Suite()
test = suite.test

QUIT = [{"quit": True}]
OTHER = {"expect": "^RCPT TO:<c@example.test>"}
LEAVES = {"send": "421 4.3.2 going down\r\n"}


def submit_to_two(folder, steps, *args):
    """The status, the report and the lines of a submission to b and c."""
    with Served(folder, steps) as served:
        result = harness.run(
            [*PLAIN, "-c", "c@example.test", "--submit", "--json", "--server",
             served.url, "--tls", "off", "--timeout", "10", *args], folder)
    return (result.status, json.loads(result.out),
            result.err.decode().splitlines())


@test
def all_or_none_says_who_would_have_got_it(folder):
    steps = GREET + [{"ehlo": []}] + MAIL[:4] + [
        OTHER, {"send": "550 5.1.1 no such user\r\n"}] + QUIT
    status, report, lines = submit_to_two(folder, steps, "--all-or-none")
    why = "was accepted, but got nothing, since another was refused"
    same((status, report["phase"]), (69, "rcpt"), "the status and the phase")
    same(lines, [
        "mimewright: <c@example.test> was refused: 550 5.1.1 no such user",
        "mimewright: recipient: <b@example.test>: %s: 250" % why,
        "mimewright: recipient: <c@example.test>: refused for good: 550 5.1.1 "
        "no such user"], "what is said")
    same([(r["status"], r["code"], r["why"]) for r in report["recipients"]],
         [("not-tried", 250, why), ("permanent", 550, None)], "the recipients")


@test
def what_went_for_some_is_not_to_be_repeated_for_all(folder):
    for name in "12":
        write(folder, name, "From: a@example.test\n\n%s\n" % name)
    other = [{"expect": "^MAIL "}, {"send": "451 4.3.0 later\r\n"}]
    steps = GREET + [{"ehlo": []}] + MAIL[:-1] + other + QUIT
    with Served(folder, steps) as served:
        result = harness.run(
            ["send", "--json", "--server", served.url, "--tls", "off",
             "--envelope-to", "b@example.test", "1", "2"], folder)
    reports = map(json.loads, result.out.splitlines())
    same({report["input"]: report["result"] for report in reports},
         {"1": "ok", "2": "temporary"}, "the results")
    same(result.status, 80, "the status")


@test
def a_server_that_leaves_is_told_whatever_its_limits_are(folder):
    for upto, what in ((5, "the server closes the connection"),
                       (7, "the server refused the message")):
        steps = GREET + [{"ehlo": ["LIMITS RCPTMAX=1"]}] + MAIL[:upto]
        status, report, lines = submit_to_two(folder, steps + [LEAVES])
        same(status, 75, "the status")
        same(lines[:2], ["mimewright: %s: 421 4.3.2 going down" % what,
                         "hint: try again later"], "what is said")
        same([r["status"] for r in report["recipients"]], ["temporary"] * 2,
             "the recipients")


@test
def who_has_to_be_tried_again_is_named(folder):
    steps = GREET + [{"ehlo": ["LIMITS RCPTMAX=1 MAILMAX=1"]}] + MAIL
    status, _, lines = submit_to_two(folder, steps)
    same(status, 80, "the status")
    same(lines, ["mimewright: the server takes no more transactions in this "
                 "session", "hint: send it again to those that are refused "
                 "for now",
                 "mimewright: partly sent: 127.0.0.1 took it for 1 of 2 "
                 "recipients",
                 "mimewright: recipient: <c@example.test>: refused for now"],
         "what is said")


@test
def how_many_got_it_and_who_did_not_is_said(folder):
    steps = GREET + [{"ehlo": []}] + MAIL[:4] + [
        OTHER, {"send": "550 5.1.1 no such user\r\n"},
        {"expect": "^RCPT TO:<d@example.test>"},
        {"send": "452 4.2.2 full\r\n"}] + MAIL[4:]
    status, _, lines = submit_to_two(folder, steps, "-c", "d@example.test",
                                     "-q")
    same((status, lines), (80, [
        "mimewright: <c@example.test> was refused: 550 5.1.1 no such user",
        "hint: send it again to those that are refused for now",
        "mimewright: partly sent: 127.0.0.1 took it for 1 of 3 recipients",
        "mimewright: recipient: <c@example.test>: refused for good: 550 5.1.1 "
        "no such user",
        "mimewright: recipient: <d@example.test>: refused for now: 452 4.2.2 "
        "full"]), "the status and what is said")


@test
def a_program_that_is_none_is_refused_for_good(folder):
    write(folder, "text", "#!/bin/sh\n")
    there = os.path.join(folder, "there")
    for name, why in (("missing", "no such file or directory"),
                      ("text/x", "a part of the path is no directory"),
                      ("text", "permission denied")):
        path = os.path.join(folder, name)
        result = harness.run([*PLAIN, "--submit", "--json", "--server",
                              "exec:" + path], folder)
        report = json.loads(result.out)
        same((result.status, result.err.decode()),
             (69, "mimewright: %s: %s\n" % (path, why)), name)
        same((report["result"], report["phase"], report["bytes_sent"],
              report["error"]["retry_safe"]),
             ("permanent", "connect", 0, False), "the report of " + name)
    write(folder, "there", "#!/bin/sh\nexec cat >/dev/null\n")
    os.chmod(there, 0o755)
    result = harness.run([*PLAIN, "--submit", "--server", "exec:" + there],
                         folder)
    check(result.status == 0, str(result))


def letter(number):
    return ("From: a@example.test\nTo: b@example.test\nMessage-ID: "
            "<%d@x.test>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nHello.\n"
            % number)


def send_two(folder, place):
    """What is said of sending what PLACE names, and what changed in it."""
    with Served(folder, GREET + [{"ehlo": []}] + MAIL[:-1] + MAIL) as served:
        result = harness.run(["send", "--json", "--server", served.url,
                              "--tls", "off", "--timeout", "10", *place],
                             folder)
    check(result.status == 0, str(result))
    return result.err, [json.loads(line)["changed"]
                        for line in result.out.splitlines()]


@test
def line_ends_of_a_mailbox_are_as_they_should_be(folder):
    os.makedirs(os.path.join(folder, "box", "cur"))
    os.makedirs(os.path.join(folder, "box", "new"))
    for number in (1, 2):
        write(folder, "box/new/%d.x" % number, letter(number))
    write(folder, "mbox", "".join(
        "From a@example.test Mon Jan  5 10:00:00 2026\n%s\n" % letter(number)
        for number in (1, 2)))
    for place in ("maildir:box", "mbox:mbox"):
        same(send_two(folder, [place]), (b"", [[], []]), place)


@test
def line_ends_of_a_file_are_told_where_they_change(folder):
    files = ["box-%d" % number for number in (1, 2)]
    for number, name in enumerate(files):
        write(folder, name, letter(number))
    told = "line ends were made CRLF"
    same(send_two(folder, files),
         ("".join("mimewright: %s: changed: %s\n" % (name, told)
                  for name in files).encode(), [[told]] * 2), "what is told")


if __name__ == "__main__":
    sys.exit(suite.main())
