# SPDX-License-Identifier: MIT
"""Which account `send` and `sendmail` go by where no option names one: that
of who the messages are from.
"""

import json
import os
import sys

from harness import Suite, check, refuse, run, same, write
from recording_server import Recorder

suite = Suite()
test = suite.test

REST = "To: b\nSubject: Test\n\nHello.\n"
# Each account has a domain for recipients, by which it is known.
ACCOUNTS = """[default]
server = URL
default-domain = default.test
[account work]
from = Ada <ada@example.test>
default-domain = work.test
[account home]
from = eve@example.test
default-domain = home.test
"""


def letter(*fields):
    return "".join(field + "\n" for field in fields) + REST


ADA = letter("From: Ada at work <ada@EXAMPLE.test>")
EVE = letter("From: eve@example.test")
OTHER = letter("From: c@example.test")


def configure(folder, server):
    write(folder, "accounts", ACCOUNTS.replace("URL", server.url))
    return {"MIMEWRIGHT_CONFIG": "accounts"}


def accounts(folder, *args, fed="", status=0):
    """Of each message that ARGS send the account that it goes by."""
    with Recorder() as server:
        result = run(args, folder, stdin=fed.encode(),
                     env=configure(folder, server))
    same(result.status, status, "the status with %r" % result.err)
    return [one.recipients[0].split("@")[1].split(".")[0]
            for one in server.letters]


@test
def the_account_is_of_who_the_message_is_from(folder):
    for message, name in (
            (ADA, "work"), (EVE, "home"), (OTHER, "default"),
            (letter("From: =?utf-8?q?B=C3=B6hm?=\n (Ada) <ada@example.test>"),
             "work"),
            (letter("From: eve@example.test, ada@example.test",
                    "Sender: ada@example.test"), "home"),
            (letter("X-From: eve@example.test", "FROM : ada@example.test"),
             "work"),
            ("From ada@example.test Mon Jan  5 10:00:00 2026\n" + EVE,
             "home")):
        write(folder, "m.eml", message)
        wanted = [name]
        same(accounts(folder, "send", "m.eml"), wanted, repr(message))
        same(accounts(folder, "send", fed=message), wanted, repr(message))
        same(accounts(folder, "sendmail", "-t", fed=message), wanted,
             repr(message))
        same(accounts(folder, "sendmail", "-ti", fed=message), wanted,
             repr(message))


@test
def of_a_message_that_is_sent_again_the_newest_block_says_it(folder):
    ada, eve = "Resent-From: ada@example.test", "Resent-From: eve@example.test"
    to, sender = "Resent-To: d", "From: c@example.test"
    for fields, name in (
            ([ada, to, sender], "work"), ([sender, to, ada], "work"),
            ([ada, to, eve, to, sender], "work"),
            ([to, ada, eve, sender], "work"),
            (["Resent-Date: x", to, "Resent-Date: y", ada, sender], "default"),
            ([to, "Received: x", ada, "From: eve@example.test"], "home"),
            (["Received: x", eve, to, sender], "home"),
            ([to, "From: ada@example.test"], "work")):
        same(accounts(folder, "send", "--envelope-to", "d",
                      fed=letter(*fields)), [name], str(fields))


@test
def options_choose_before_the_message(folder):
    for args, wanted in (
            (["--account", "home"], "home"),
            (["--envelope-from", "eve@example.test"], "home"),
            (["--envelope-from", "c@example.test"], "default"),
            (["--envelope-from", ""], "default"),
            (["--force-from", "Eve <eve@example.test>"], "home")):
        same(accounts(folder, "send", *args, fed=ADA), [wanted], str(args))
    for args, wanted in (
            (["--account", "home"], "home"),
            (["-feve@example.test"], "home"), (["-f", "c"], "default"),
            (["-f", ""], "default"),
            (["--force-from", "eve@example.test"], "home")):
        same(accounts(folder, "sendmail", "-t", *args, fed=ADA), [wanted],
             str(args))


@test
def an_account_by_from_brings_its_own_settings(folder):
    """A server, and what shapes the reading of messages."""
    write(folder, "aliases", "root: c@example.test\n")
    with Recorder() as first, Recorder() as second:
        write(folder, "accounts", "[default]\nserver = %s\n[account work]\n"
              "from = ada@example.test\nserver = %s\naliases = aliases\n"
              "default-domain = work.test\n" % (first.url, second.url))
        for args in (["send"], ["sendmail", "-t"]):
            result = run(args, folder, stdin=b"From: ada@example.test\n"
                         b"To: root, bob\n\nHello.\n",
                         env={"MIMEWRIGHT_CONFIG": "accounts"})
            same(result.status, 0, "the status with %r" % result.err)
    same([one.recipients for one in second.letters],
         [["c@example.test", "bob@work.test"]] * 2, "the recipients")
    same(first.letters, [], "what the default's server got")


@test
def what_names_no_sender_goes_by_the_default(folder):
    for fed in (REST, "From: \n" + REST, "From: nobody\n" + REST):
        same(accounts(folder, "sendmail", "b", fed=fed),
             ["default"], repr(fed))
    same(accounts(folder, "sendmail", "b", fed=""),
         ["default"], "nothing")


@test
def messages_of_one_account_go_together(folder):
    write(folder, "a.eml", ADA)
    os.makedirs(os.path.join(folder, "box", "new"))
    os.makedirs(os.path.join(folder, "box", "cur"))
    write(folder, "box/new/1.x", letter("From: ada@example.test"))
    write(folder, "old", "".join(
        "From a Mon Jan  5 10:00:00 2026\n%s\n" % text for text in (ADA, ADA)))
    same(accounts(folder, "send", "a.eml", "maildir:box", "mbox:old", "-",
                 fed=ADA), ["work"] * 5, "the accounts")
    write(folder, "b.eml", OTHER)
    write(folder, "c.eml", letter("From: d@example.test"))
    same(accounts(folder, "send", "b.eml", "c.eml"), ["default"] * 2,
         "those of no account")
    write(folder, "d.eml", REST)
    same(accounts(folder, "send", "missing.eml", "d.eml", "mbox:none", "a.eml",
                 status=64), ["work"], "beside those that fail")


@test
def messages_of_several_accounts_are_refused(folder):
    write(folder, "a.eml", ADA)
    write(folder, "e.eml", EVE)
    write(folder, "o.eml", OTHER)
    write(folder, "box", "".join(
        "From a Mon Jan  5 10:00:00 2026\n%s\n" % text for text in (ADA, EVE)))
    with Recorder() as server:
        env = configure(folder, server)
        for args, named in (
                (["a.eml", "e.eml"], ("e.eml: ", "[account home]", "a.eml",
                                      "[account work]")),
                (["o.eml", "a.eml"], ("a.eml: ", "[account work]", "o.eml",
                                      "[default]")),
                (["a.eml", "a.eml", "o.eml"], ("o.eml: ", "[default]")),
                (["mbox:box"], ("mbox:box, message 2: ", "message 1"))):
            refuse(64, ["send", *args], folder, *named, "--account",
                   "two runs", env=env)
        result = run(["send", "--json", "a.eml", "e.eml"], folder, env=env)
        report = json.loads(result.out)
        same((report["result"], report["exit"]), ("usage", 64), "the report")
    same(server.letters, [], "what was sent")
    same(accounts(folder, "send", "--account", "home", "a.eml", "e.eml"),
         ["home"] * 2, "by --account")


@test
def without_accounts_of_senders_nothing_is_read_before(folder):
    """What is wrong with options is said before the input has come."""
    write(folder, "accounts", "[default]\nserver = smtpx://y\n"
          "[account work]\nhelo = x.test\n")
    read_end, write_end = os.pipe()
    try:
        for args in (["send"], ["sendmail", "-t"]):
            result = run(args, folder, stdin=read_end,
                         env={"MIMEWRIGHT_CONFIG": "accounts"})
            same(result.status, 78, "the status with %r" % result.err)
    finally:
        os.close(read_end)
        os.close(write_end)


@test
def no_recipient_is_said_before_the_input_has_come(folder):
    read_end, write_end = os.pipe()
    try:
        with Recorder() as server:
            env = configure(folder, server)
            result = run(["sendmail"], folder, stdin=read_end, env=env)
    finally:
        os.close(read_end)
        os.close(write_end)
    same(result.status, 64, "the status")
    check(b"no recipient" in result.err, str(result))


if __name__ == "__main__":
    sys.exit(suite.main())
