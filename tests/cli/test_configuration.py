# SPDX-License-Identifier: MIT
"""The configuration, as `compose` and `send` take it: sections, weights, and
what is wrong in it.
"""

import json
import os
import sys

import harness
from harness import Suite, check, field, refuse, same, write

suite = Suite()
test = suite.test

BODY = ["-t", "b@example.test", "-m", "Hello."]


def configure(folder, text):
    os.makedirs(os.path.join(folder, "mimewright"), exist_ok=True)
    return write(folder, "mimewright/config", text)


def compose(folder, *args, **how):
    return harness.succeed([*BODY, *args], folder, **how)


@test
def from_comes_from_the_default_section(folder):
    configure(folder, "[default]\nfrom = Ada B\u00f6hm <ada@example.test>\n")
    check(field(compose(folder), "From").endswith("<ada@example.test>"),
          "not from Ada")
    check("eve@" in field(compose(folder, "-f", "eve@example.test"), "From"),
          "an option counts less")
    check("eve@" in field(compose(folder, "-H", "From: eve@example.test"),
                           "From"), "a field counts less")
    plan = json.loads(compose(folder, "-n", "--json"))
    same(plan["envelope"]["from"], "ada@example.test", "the envelope")


@test
def without_any_from_the_message_is_refused(folder):
    configure(folder, "[account work]\nfrom = ada@example.test\n")
    refuse(64, BODY, folder, "From")


@test
def an_account_counts_more_than_the_default(folder):
    configure(folder, "[default]\nreply-to = list@example.test\n"
              "language = en\n[account work]\n"
              "from = Ada <ada@example.test>\nreply-to = ada@example.test\n")
    message = compose(folder, "-f", "Countess <ada@EXAMPLE.test>")
    check("ada@" in field(message, "Reply-To"), "not the account's")
    same(field(message, "Content-Language").strip(), "en", "the default's")
    message = compose(folder, "-f", "eve@example.test")
    check("list@" in field(message, "Reply-To"), "not the default's")


@test
def a_key_can_be_repeated_for_a_list(folder):
    configure(folder, "from = a@example.test\nheader = X-One: 1\n"
              "header = X-Two: 2\n")
    message = compose(folder)
    same((field(message, "X-One").strip(), field(message, "X-Two").strip()),
         ("1", "2"), "the fields")
    check(b"X-One" not in compose(folder, "-H", "X-Three: 3"),
          "an option counts less")


@test
def settings_count_less_than_options(folder):
    configure(folder, "from = a@example.test\ntransport = 8bit\n"
              "input-charset = iso-8859-1\nutf8-headers = no\n")
    text = b"na\xefve"
    message = harness.succeed(["-t", "b@example.test", "--text", "-"], folder,
                              stdin=text)
    check("na\u00efve".encode() in message, "not taken: %r" % message)
    message = harness.succeed(
        ["-t", "b@example.test", "--text", "-", "--transport", "7bit"],
        folder, stdin=text)
    check("na\u00efve".encode() not in message, "an option counts less")


@test
def no_keeps_a_flag_from_the_default(folder):
    configure(folder, "[default]\nkeep-bcc = yes\n[account work]\n"
              "from = a@example.test\nkeep-bcc = no\n")
    refuse(64, [*BODY, "-f", "a@example.test", "-b", "c@example.test"],
           folder, "Bcc")
    check(b"Bcc: c@" in compose(folder, "-f", "e@example.test", "-b",
                                "c@example.test"), "no Bcc")


@test
def what_is_wrong_is_named_by_file_and_line(folder):
    for text, named in (
            ("from = a@example.test\nreply_to = b@example.test\n",
             (":2: ", "reply-to")),
            ("\n\nfrom = a b c\n", (":3: ",)),
            ("from = a@x.test, b@x.test\n", (":1: ",)),
            ("from = a@example.test\ntransport = 9bit\n", (":2: ",)),
            ("from = a@x.test\nfrom = b@x.test\n", (":2: ", "twice")),
            ("utf8-headers = 1\n", (":1: ", "yes or no")),
            ("subject = x\n", (":1: ", "no such key")),
            ("[account\n", (":1: ",))):
        path = configure(folder, text)
        refuse(78, BODY, folder, path, *named)


@test
def what_may_be_meant_is_a_hint(folder):
    for text, meant in (
            ("[work]\n", "[account work]?"), ("[ work ]\n", "[account work]?"),
            ("[my work]\n", "[account my work]?"),
            ("[Account work]\n", "[account work]?"),
            ("[acount  work]\n", "[account work]?"),
            ("[Default]\n", "[default]?"), ("[DEFAULT]\n", "[default]?"),
            ("[defaults]\n", "[default]?"),
            ("[account]\n", "[account NAME]"), ("[]\n", "[account NAME]"),
            ("[account work\n", "[account NAME]"),
            ("server smtp://ada:s3cr3t@example.test\n", "KEY = VALUE"),
            ("sever = smtp://ada:s3cr3t@example.test\n", "server?"),
            ("reply_to = b@example.test\n", "reply-to?")):
        path = configure(folder, "from = a@example.test\n" + text)
        os.chmod(path, 0o600)
        result = refuse(78, BODY, folder, path + ":2: ", "hint: ", meant)
        check(b"s3cr3t" not in result.err, "it is shown: %r" % result.err)
    configure(folder, "[account work]\nfrom = a@example.test\n")
    refuse(78, [*BODY, "-n", "--account", "wrok"], folder, "did you mean work?")


@test
def a_mistake_is_told_in_json_with_its_status(folder):
    configure(folder, "nothing\n")
    result = harness.run([*BODY, "-n", "--json"], folder)
    same((result.status, json.loads(result.out)["exit"]), (78, 78),
         "the statuses")


@test
def a_password_that_others_can_read_is_refused_in_any_section(folder):
    for key, url in (("server", "smtp://a:b@mail.example.test"),
                     ("proxy", "socks5://a:b@proxy.example.test")):
        path = configure(folder, "from = a@example.test\n[account x]\n"
                         "%s = %s\n" % (key, url))
        os.chmod(path, 0o644)
        refuse(78, BODY, folder, "%s:3: %s: " % (path, key), "password")
        os.chmod(path, 0o640)
        compose(folder)


@test
def a_password_that_others_can_read_is_refused_by_each_command(folder):
    path = write(folder, "accounts", "server = smtp://a:b@localhost:1\n")
    message = (b"From: a@example.test\nTo: b@example.test\n\nHello.\n")
    for args in ([*BODY, "-f", "a@example.test", "--submit"], ["send"],
                 ["sendmail", "-t"], ["probe", "smtp://localhost:1"]):
        for mode in (0o644, 0o604):
            os.chmod(path, mode)
            refuse(78, args, folder, "accounts:1: server: ", "password",
                   "chmod o-rwx accounts", stdin=message,
                   env={"MIMEWRIGHT_CONFIG": "accounts"})


@test
def a_netrc_that_others_can_read_is_refused(folder):
    path = write(folder, "netrc", "machine localhost login ada password x\n")
    args = [*BODY, "-f", "a@example.test", "--submit", "--server",
            "smtp://ada@localhost:1", "--netrc=netrc"]
    for mode in (0o644, 0o604):
        os.chmod(path, mode)
        refuse(77, args, folder, "netrc: everybody can read it",
               "chmod o-rwx")
    os.chmod(path, 0o640)
    refuse(75, args, folder, "localhost")
    args[-2] = "smtp+unix://localhost/none"
    refuse(77, [*args, "--user", "ada"], folder,
           "no password of ada at smtp+unix://localhost/none")


@test
def a_file_that_the_environment_names_is_blamed_on_it(folder):
    refuse(78, BODY, folder, "$MIMEWRIGHT_CONFIG: " + folder,
           env={"MIMEWRIGHT_CONFIG": folder})


@test
def no_other_file_is_read_than_the_one_that_is_named(folder):
    refuse(78, BODY, folder, "$MIMEWRIGHT_CONFIG: is empty",
           env={"MIMEWRIGHT_CONFIG": ""})
    path = write(folder, "long", "from = a@example.test\n")
    path = "/" * (1023 - len(path)) + path
    compose(folder, env={"MIMEWRIGHT_CONFIG": path})
    refuse(78, BODY, folder, "$MIMEWRIGHT_CONFIG: is too long",
           env={"MIMEWRIGHT_CONFIG": path + "er"})


@test
def keys_of_another_command_are_none_of_a_mistake(folder):
    configure(folder, "from = a@example.test\nserver = smtp://localhost:1\n"
              "tls = off\ntimeout = 5\n")
    compose(folder)
    message = write(folder, "m.eml", "From: a@example.test\n"
                    "To: b@example.test\n\nHello.\n")
    same(harness.run(["send", message], folder).status, 75, "the status")


if __name__ == "__main__":
    sys.exit(suite.main())
