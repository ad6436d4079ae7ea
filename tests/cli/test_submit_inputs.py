# SPDX-License-Identifier: MIT
"""Of several messages all that is said names the input it is about, in
whatever order they end.
"""

import json
import os
import re
import sys

from composing import USAGE
from harness import Suite, check, read, refuse, run, same, write
from submitting import GREET, MAIL, PLAIN_SESSION, Served, submit
from test_submit_many import Counting, messages

LETTER = ("From: a@example.test\nTo: b@example.test\n"
          "Message-ID: <%s@x.test>\n"
          "Date: Mon, 5 Jan 2026 10:00:00 +0000\n\nHello.\n")
REFUSED = ([dict(step) for step in MAIL[:3]] +
           [{"send": "450 4.2.0 later\r\n"}, {"expect": "^RSET"},
            {"send": "250 ok\r\n"}])

suite = Suite()
test = suite.test


def letter(name):
    return LETTER % name


def send(folder, url, *args, **how):
    """Sends: the result, and the reports by their input."""
    result = run(["send", "--json", "--server", url, "--tls", "off",
                  "--timeout", "60", *args], folder, **how)
    reports = [json.loads(line) for line in result.out.splitlines()]
    named = {report["input"]: report for report in reports}
    same(len(named), len(reports), "inputs with reports, of %r" % result.out)
    return result, named


@test
def a_report_has_the_input_of_its_message(folder):
    os.makedirs(os.path.join(folder, "box", "cur"))
    os.makedirs(os.path.join(folder, "box", "new"))
    write(folder, "box/new/1.x", letter("new"))
    write(folder, "box/cur/2.x:2,S", letter("cur"))
    write(folder, "old", "".join("From a Mon Jan  5 10:00:00 2026\n%s\n"
                                 % letter(name) for name in ("one", "two")))
    write(folder, "f.eml", letter("file"))
    with Counting(delay=0.01) as served:
        result, reports = send(folder, served.url, "--log", "log",
                               "--in-flight", "3", "mbox:old", "f.eml",
                               "maildir:box", "-",
                               stdin=letter("input").encode())
    same(result.status, 0, "the status, with %r" % result.err)
    wanted = {"mbox:old, message 1": "one", "mbox:old, message 2": "two",
              "f.eml": "file", "box/new/1.x": "new", "box/cur/2.x:2,S": "cur",
              "-": "input"}
    same({name: report["message_id"] for name, report in reports.items()},
         {name: "<%s@x.test>" % one for name, one in wanted.items()},
         "the message of each")
    logged = re.findall(r' input="([^"]*)".* message-id="<(\w+)@',
                        read(os.path.join(folder, "log")).decode())
    same(dict(logged), wanted, "what is logged")


@test
def many_keep_their_names_over_several_connections(folder):
    files = messages(folder, 40)
    with Counting(delay=0.001) as served:
        result, reports = send(folder, served.url, "--in-flight", "4",
                               *reversed(files))
    same(result.status, 0, "the status, with %r" % result.err)
    same({name: report["message_id"] for name, report in reports.items()},
         {name: "<%d@example.test>" % i for i, name in enumerate(files)},
         "the message of each")


@test
def what_cannot_be_read_or_sent_has_its_input(folder):
    write(folder, "none.eml", letter("none").replace("To: b", "To: b b"))
    write(folder, "good.eml", letter("good"))
    with Served(folder, PLAIN_SESSION) as served:
        _, reports = send(folder, served.url, "absent.eml", "none.eml",
                          "maildir:absent", "good.eml")
    same({name: report["result"] for name, report in reports.items()},
         {"absent.eml": "no-input", "none.eml": "data",
          "maildir:absent": "no-input", "good.eml": "ok"}, "the results")
    _, reports = send(folder, "smtp://localhost:1", "absent.eml")
    same([*reports], ["absent.eml"], "the one input")


@test
def lines_for_people_begin_with_the_input_where_there_are_several(folder):
    files = ["1.eml", "2.eml"]
    for name in files:
        write(folder, name, letter(name))
    steps = GREET + [{"ehlo": []}] + REFUSED
    wanted = [r"%schanged: line ends were made CRLF",
              r"%srecipient: <b@example\.test>: refused for now: 450 4\.2\.0 "
              "later"]
    with Served(folder, steps + MAIL) as served:
        result, _ = send(folder, served.url, "-v", *files)
    lines = result.err.decode().splitlines()
    for line in lines:
        check(re.match(r"mimewright: [12]\.eml: |hint: ", line), repr(line))
    for said in wanted:
        check(any(re.fullmatch("mimewright: " + said % r"1\.eml: ", line)
                  for line in lines), "%s is not in %r" % (said, lines))
    check(any(line.startswith("mimewright: 2.eml: sent: ")
              for line in lines), repr(lines))
    with Served(folder, steps[:-2] + [{"quit": True}]) as served:
        result, _ = send(folder, served.url, "-v", files[0])
    for said in wanted:
        check(re.search("(?m)^mimewright: %s$" % said % "",
                        result.err.decode()), repr(result.err))


@test
def a_name_cannot_pass_for_another_line(folder):
    name = "a\nmimewright: \x1b[2Jb.eml"
    write(folder, name, letter("odd"))
    write(folder, "c.eml", letter("plain"))
    with Served(folder, PLAIN_SESSION[:-1] + MAIL) as served:
        result, reports = send(folder, served.url, name, "c.eml")
    same(sorted(reports), sorted([name, "c.eml"]), "the inputs")
    same(result.err, b"mimewright: a\\u000amimewright: \\u001b[2Jb.eml: "
         b"changed: line ends were made CRLF\n"
         b"mimewright: c.eml: changed: line ends were made CRLF\n",
         "what is said")


@test
def what_can_be_read_once_is_not_wanted_twice(folder):
    write(folder, "1.eml", letter("1"))
    for args in (["-", "1.eml", "-"], ["/dev/stdin", "/dev/fd/0"],
                 ["mbox:-", "-"], ["-", "--envelope-file", "-"]):
        refuse(USAGE, ["send", "--server", "smtp://127.0.0.1:9", *args],
               folder, "standard input: is wanted twice",
               stdin=letter("2").encode())


@test
def what_was_composed_has_no_input(folder):
    with Served(folder, PLAIN_SESSION) as served:
        result = submit(folder, served, "--json", "--log", "log")
    same(json.loads(result.out)["input"], None, "the input")
    check(b"input=" not in read(os.path.join(folder, "log")), "it is logged")


if __name__ == "__main__":
    sys.exit(suite.main())
