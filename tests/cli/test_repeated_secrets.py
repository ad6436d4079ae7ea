#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server that repeats a secret, in one line or over several of a reply: it
is in no output, whatever is asked for.
"""

import base64
import os
import re
import sys

from composing import PLAIN
from harness import Suite, check, read, run
from submitting import GREET, LOGIN, MAIL, SECRET, Served

suite = Suite()
test = suite.test

CODED = base64.b64encode(SECRET.encode()).decode()
RESPONSE = base64.b64encode(b"\0ada\0" + SECRET.encode()).decode()
LOGS_IN = ["--user", "ada", "--allow-cleartext-password"]
ASKS = GREET + [{"ehlo": ["AUTH PLAIN"]}, {"expect": LOGIN}]
QUIT = [{"quit": True}]


def reply(code, *texts):
    """A reply of the lines TEXTS."""
    return {"send": "".join(
        "%s%s%s\r\n" % (code, " " if text is texts[-1] else "-", text)
        for text in texts)}


def broken(secret):
    """The texts of replies that repeat SECRET, each at another place."""
    for at in 1, len(secret) // 2, len(secret) - 1:
        for front in "", "5.7.8 ":
            yield ["%sno %s" % (front, secret[:at]), front + secret[at:]]
    third = len(secret) // 3
    yield ["hello", secret[:third], secret[third:2 * third],
           secret[2 * third:] + " is wrong"]
    yield ["it is %s, yes" % secret]


def told(folder, steps, *args):
    """All that the command says of STEPS, in every form it has."""
    names = "transcript", "log"
    for name in names:
        if os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))
    with Served(folder, steps) as served:
        result = run([*PLAIN, "--submit", "--server", served.url, "--tls",
                      "off", "--timeout", "5", "-v", "--transcript",
                      "transcript", "--log", "log", *LOGS_IN, *args], folder,
                     env={"MIMEWRIGHT_PASSWORD": SECRET})
    said = [result.out, result.err]
    said += [read(os.path.join(folder, name)) for name in names
             if os.path.exists(os.path.join(folder, name))]
    check(said[2:], "no transcript: %s" % result)
    return b"\n".join(said).decode()


def check_hidden(said, secret, what):
    """Neither SECRET nor a good part of it is in what was SAID."""
    for at in range(len(secret) - 6):
        check(secret[at:at + 7] not in said, "%s: %s" % (what, said))
    squeezed = re.sub(r"[^!-~]|\\n", "", said)
    check(secret not in squeezed, "%s: %s" % (what, said))


def phases(texts):
    """Scripts in which the server says TEXTS, each in another phase."""
    yield ASKS + [reply("535", *texts)] + QUIT
    yield ASKS + [reply("235", *texts), MAIL[0], reply("550", *texts)] + QUIT
    yield (ASKS + [reply("235", "ok")] + MAIL[:3] + [reply("450", *texts)]
           + [{"maybe": "^DATA$", "then": [reply("503", "no")]}]
           + [{"maybe": "^RSET$", "then": [reply("250", "ok")]}] + QUIT)
    yield (ASKS + [reply("235", "ok")] + MAIL[:7] + [reply("250", *texts)]
           + QUIT)


@test
def a_secret_that_a_reply_breaks_is_shown_nowhere(folder):  # T13
    for secret in SECRET, CODED, RESPONSE:
        for texts in broken(secret):
            said = told(folder, ASKS + [reply("535", *texts)] + QUIT,
                        "--json")
            check("535" in said, "nothing is told: %s" % said)
            check_hidden(said, secret, "%r" % texts)


@test
def a_secret_is_shown_in_no_phase(folder):  # T13
    for texts in (["no " + SECRET[:9], SECRET[9:]],
                  ["5.7.8 " + CODED[:9], "5.7.8 " + CODED[9:]]):
        for steps in phases(texts):
            for form in [], ["--json"]:
                said = told(folder, steps, *form)
                check_hidden(said, SECRET, "%r" % steps[-3:])
                check_hidden(said, CODED, "%r" % steps[-3:])


@test
def a_greeting_and_a_list_show_no_secret(folder):  # T13
    greeting = [reply("220", "mail.example.test " + SECRET[:9], SECRET[9:])]
    for front in (greeting + [{"ehlo": ["AUTH PLAIN"]}],
                  GREET + [{"ehlo": ["AUTH PLAIN", "X-" + SECRET[:9],
                                     SECRET[9:]]}]):
        said = told(folder, front + [{"expect": LOGIN},
                                     reply("235", "ok")] + MAIL, "--json")
        check_hidden(said, SECRET, repr(front))


@test
def a_probe_shows_no_secret(folder):  # T13
    for front in ([reply("220", "mail.example.test " + SECRET),
                   {"ehlo": ["AUTH PLAIN"]}],
                  GREET + [{"ehlo": ["AUTH PLAIN", "X-" + SECRET]}]):
        with Served(folder, front + [{"expect": LOGIN}, reply("235", "ok")]
                    + QUIT) as served:
            result = run(["probe", "--server", served.url, "--tls", "off",
                          "--json", *LOGS_IN], folder,
                         env={"MIMEWRIGHT_PASSWORD": SECRET})
        check(result.status == 0, str(result))
        check_hidden((result.out + result.err).decode(), SECRET, repr(front))


if __name__ == "__main__":
    sys.exit(suite.main())
