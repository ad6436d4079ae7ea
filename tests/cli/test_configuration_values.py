# SPDX-License-Identifier: MIT
"""Every key of the configuration with a wrong value: the file, the line and
the key are named, with status 78, before anybody is called; and the same
value as an argument is the argument's fault.
"""

import json
import os
import re
import socket
import sys

from harness import (Suite, check, check_error_lines, read, refuse, run, same,
                     succeed, write)
from replay_certificates import make_certs
from submitting import GREET, Served

suite = Suite()
test = suite.test

MESSAGE = b"From: a@x.test\nTo: b@x.test\n\nHello.\n"
WHO = ["-f", "a@x.test", "-t", "b@x.test", "-m", "Hello."]
PLAN = ["-n", "--submit", "--server", "smtp://mail.example.test"]
NOWHERE = "/nonexistent/file"

# Options of a submission, and a value that none of them can have. Flags are
# wrong in one way only.
FLAG = "perhaps"
SUBMISSION = {
    "server": "smtpx://mail.example.test",
    "default-domain": "a b",
    "aliases": NOWHERE,
    "force-from": "not an address",
    "helo": "x y",
    "notify": "always",
    "ret": "half",
    "envid": "\u00fc",
    "deliver-by": "soon",
    "hold-for": "-1",
    "hold-until": "tomorrow",
    "mt-priority": "10",
    "require-tls": FLAG,
    "all-or-none": FLAG,
    "tls": "maybe",
    "ca-file": NOWHERE,
    "cert": NOWHERE,
    "key": NOWHERE,
    "pin": "sha256:zz",
    "tls-name": "a b",
    "insecure": FLAG,
    "user": "",
    "password-command": "",
    "password-file": NOWHERE,
    "netrc": NOWHERE,
    "token-command": "",
    "auth": "nonsense",
    "allow-cleartext-password": FLAG,
    "timeout": "99999999999",
    "connect-timeout": "0",
    "deadline": "1s",
    "proxy": "ftp://proxy.example.test",
    "ipv4": FLAG,
    "ipv6": FLAG,
    "source": "here",
    "per-connection": "0",
    "rate": "5/m",
    "in-flight": "many",
    "chunk-size": "big",
    "no-extension": "A B",
    "transcript": NOWHERE,
    "log": NOWHERE,
    "quit-after": "lunch",
}

# Those of compose, and what names them where they are arguments: fields are
# named as such.
COMPOSE = {
    "from": ("a b c", "From: "),
    "cc": ("x", "Cc: "),
    "bcc": ("x", "Bcc: "),
    "reply-to": ("x", "Reply-To: "),
    "sender": ("x", "Sender: "),
    "envelope-from": ("not an address", "envelope sender: "),
    "keep-bcc": (FLAG, "--keep-bcc: "),
    "header": ("no colon", "--header: "),
    "priority": ("urgent", "--priority: "),
    "unsubscribe": ("x", "--unsubscribe: "),
    "language": ("e n", "Content-Language: "),
    "auto-submitted": ("x y", "Auto-Submitted: "),
    "charset": ("nonsense", "--charset: "),
    "input-charset": ("nonsense", "--input-charset: "),
    "unfit-text": ("drop", "--unfit-text: "),
    "transport": ("9bit", "--transport: "),
    "utf8-headers": (FLAG, "--utf8-headers: "),
    "filename-style": ("rfc2047", "--filename-style: "),
    "max-size": ("big", "--max-size: "),
    "reproducible": (FLAG, "--reproducible: "),
    "allow-special": (FLAG, "--allow-special: "),
    "flowed": (FLAG, "--flowed: "),
    "text-from-html": (FLAG, "--text-from-html: "),
    "fcc": ("maildir:", "--fcc: "),
    "verbose": (FLAG, "--verbose: "),
    "quiet": (FLAG, "--quiet: "),
}

# A file of aliases is a configuration itself, whoever names it.
ALWAYS_78 = {"aliases"}

# What has to be said too for a value to be looked at.
BESIDE = {"password-file": "user = ada\n", "netrc": "user = ada\n",
          "auth": "user = ada\npassword-command = echo secret\n"}

# What probe has no use for: there is no message.
OF_MESSAGES = {"default-domain", "aliases", "force-from"}


class Unwanted:
    """A server that nobody may call."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.url = "smtp://127.0.0.1:%d" % self.socket.getsockname()[1]
        return self

    def __exit__(self, kind, *_):
        try:
            self.socket.accept()[0].close()
            called = True
        except BlockingIOError:
            called = False
        self.socket.close()
        check(kind or not called, "a connection was made")


def commands(folder, key, config, *options):
    """Each command that heeds the option of a submission KEY."""
    message = write(folder, "m.eml", MESSAGE)
    first = ["--config", config, *options]
    yield ["compose", "--submit", *first, *WHO]
    yield ["send", *first, message]
    yield ["sendmail", *first, "b@x.test"]
    if key not in OF_MESSAGES and key != "server":
        yield ["probe", *first]


def is_refused(folder, key, value):
    """KEY with VALUE, deep in a file, by every command that has it."""
    with Unwanted() as server:
        at = "" if key == "server" else "server = %s\n" % server.url
        text = "# ours\n\n[default]\n%s%s" % (at, BESIDE.get(key, ""))
        line = text.count("\n") + 1
        path = write(folder, "config", "%s%s = %s\n" % (text, key, value))
        for command in commands(folder, key, path):
            refuse(78, command, folder, "%s:%d: %s: " % (path, line, key),
                   stdin=MESSAGE)


def is_refused_as_argument(folder, key, value):
    with Unwanted() as server:
        path = write(folder, "config", BESIDE.get(key, ""))
        option = "--%s=%s" % (key, value)
        at = [] if key == "server" else ["--server", server.url]
        for command in commands(folder, key, path, *at, option):
            result = run(command, folder, stdin=MESSAGE)
            check(result.status in (64, 65, 66, 73, 77)
                  or key in ALWAYS_78 and result.status == 78, str(result))
            same(result.out, b"", "the output")
            check_error_lines(result, ["mimewright: --%s: " % key])


def is_refused_by_compose(folder, key, value):
    """Where nothing is submitted too, and in the section of an account."""
    who = WHO[2:] if key in ("from", "envelope-from") else WHO
    path = write(folder, "config", "\n%s = %s\n" % (key, value))
    refuse(78, ["compose", *who], folder, "%s:2: %s: " % (path, key),
           env={"MIMEWRIGHT_CONFIG": path})
    write(folder, "config", "\n[account work]\n%s = %s\n" % (key, value))
    refuse(78, ["compose", *who, *PLAN, "--config", path, "--account", "work"],
           folder, "%s:3: %s: " % (path, key))


def is_refused_as_argument_of_compose(folder, key, value, named):
    who = WHO[2:] if key == "from" else WHO
    refuse(64, ["compose", *who, *PLAN, "--%s=%s" % (key, value)], folder,
           "mimewright: " + named)


def keys(folder):
    """What the program takes as a key, of all that compose has."""
    shown = succeed(["compose", "--help"], folder).decode()
    for name in sorted(set(re.findall(r"--([a-z0-9-]+)", shown))):
        path = write(folder, "config", "[account other]\n%s = x\n" % name)
        result = run(["compose", *WHO], folder,
                     env={"MIMEWRIGHT_CONFIG": path})
        if b"no such key" not in result.err:
            yield name


@test
def every_key_has_its_row(folder):
    same(set(keys(folder)) - {"config", "account"},
         set(SUBMISSION) | set(COMPOSE), "the keys")


@test
def what_has_no_place_in_it_is_refused(folder):
    for key in ("config", "account"):
        path = write(folder, "config", key + " = x\n")
        refuse(78, ["compose", *WHO], folder, "%s:1: %s: " % (path, key),
               env={"MIMEWRIGHT_CONFIG": path})


@test
def a_file_that_is_another_is_refused(folder):
    other = write(folder, "other", "not a certificate\n")
    for key in ("ca-file", "cert", "aliases"):
        is_refused(folder, key, other)


@test
def an_address_that_is_not_ours_is_refused(folder):
    is_refused(folder, "source", "192.0.2.77")
    is_refused_as_argument(folder, "source", "192.0.2.77")


@test
def a_certificate_without_its_key_is_named_itself(folder):
    other = write(folder, "other", "not a key\n")
    made = make_certs(folder, "good")[1]
    with Unwanted() as server:
        for text, line, key in (
                ("cert = %s\n" % made, 2, "cert"),
                ("key = %s\ncert = %s\n" % (made, made), 2, "key"),
                ("cert = %s\nkey = %s\n" % (made, other), 3, "key")):
            path = write(folder, "config", "server = %s\n%s"
                         % (server.url, text))
            for command in commands(folder, key, path):
                refuse(78, command, folder, "%s:%d: %s: " % (path, line, key),
                       stdin=MESSAGE)


@test
def a_password_of_nobody_is_refused_and_not_asked_for(folder):
    for key, value in (("password-command", "echo x | tee asked"),
                       ("password-file", NOWHERE)):
        is_refused(folder, key, value)
        with Unwanted() as server:
            path = write(folder, "config", "")
            for command in commands(folder, key, path, "--server", server.url,
                                    "--%s=%s" % (key, value)):
                refuse(64, command, folder, "mimewright: --%s: nobody is named"
                       % key, "hint: --user NAME", stdin=MESSAGE)
    check(not os.path.exists(os.path.join(folder, "asked")), "it was run")


@test
def options_that_do_not_go_together_name_one(folder):
    for text, named in (
            ("server = smtps://mail.example.test\ntls = off\n", ":2: tls: "),
            ("auth = PLAIN\nipv6 = yes\nsource = 127.0.0.1\n"
             "server = smtp://x.test\nuser = ada\n"
             "password-command = echo x\n", ":3: source: "),
            ("auth = XOAUTH2\nuser = ada\npassword-command = echo x\n"
             "server = smtp://x.test\n", ":1: auth: "),
            ("ipv4 = yes\nipv6 = yes\n", ":2: ipv6: "),
            ("hold-until = 2026-02-02T10:00:00Z\nhold-for = 5\n",
             ":2: hold-for: ")):
        path = write(folder, "config", text)
        at = [] if "server" in text else ["--server", "smtp://x.test"]
        refuse(78, ["compose", "--submit", "--config", path, *at, *WHO],
               folder, path + named)
    path = write(folder, "config", "ipv6 = yes\n")
    refuse(64, ["compose", "--submit", "--config", path, "-4", "--server",
                "smtp://x.test", *WHO], folder, "-4 and -6")


@test
def a_message_over_the_size_names_the_line(folder):
    path = write(folder, "config", "# small\nmax-size = 10\n")
    env = {"MIMEWRIGHT_CONFIG": path}
    for how in ([], ["--submit", "--server", "smtp://mail.example.test"]):
        refuse(78, ["compose", *how, *WHO], folder, path + ":2: max-size: ",
               "over the limit of 10", env=env)
        refuse(65, ["compose", *how, *WHO, "--max-size", "20"], folder,
               "--max-size: ", "over the limit of 20", env=env)


@test
def a_message_that_a_server_makes_larger_names_the_line_too(folder):
    eight = ["-f", "a@x.test", "-t", "b@x.test", "-m",
             ("\u00fc" * 30 + "\n") * 200, "--transport", "8bit", "--submit",
             "--json", "--log", "log"]
    steps = GREET + [{"ehlo": []}, {"quit": True}]
    path = write(folder, "config", "tls = off\nmax-size = 14k\n")
    for status, result, named, args in (
            (78, "config", path + ":2: max-size", []),
            (65, "data", "--max-size", ["--max-size", "14000"])):
        with Served(folder, steps) as served:
            said = run(["compose", *eight, "--config", path, "--server",
                        served.url, "--timeout", "60", *args], folder)
        line = json.loads(said.out)
        same((said.status, line["exit"], line["result"]),
             (status, status, result), "the statuses with %r" % said.err)
        check(line["error"]["what"].startswith(named + ": the message has "),
              repr(line))
        check_error_lines(said, ["mimewright: %s: the message has " % named,
                                 "over the limit of "])
        log = read(os.path.join(folder, "log")).decode().splitlines()[-1]
        check("exit=%d " % status in log and named in log, log)


@test
def the_sender_of_send_and_sendmail_is_named_by_its_line(folder):
    letter = write(folder, "m.eml", MESSAGE)
    with Unwanted() as server:
        for key, headless in (("envelope-from", False), ("from", True)):
            path = write(folder, "config", "server = %s\n%s = a b c\n"
                         % (server.url, key))
            named = "%s:2: %s: " % (path, key)
            refuse(78, ["sendmail", "--config", path, "b@x.test"], folder,
                   named, stdin=b"To: b@x.test\n\nHello.\n")
            if not headless:
                refuse(78, ["send", "--config", path, letter], folder, named)


@test
def the_environment_is_named_too(folder):
    letter = write(folder, "m.eml", MESSAGE)
    refuse(64, ["send", letter], folder, "mimewright: $MIMEWRIGHT_SERVER: ",
           env={"MIMEWRIGHT_SERVER": "smtpx://mail.example.test"})
    refuse(78, ["send", letter], folder, "mimewright: $MIMEWRIGHT_CONFIG: ",
           env={"MIMEWRIGHT_CONFIG": NOWHERE})
    refuse(78, ["send", "--config", NOWHERE, letter], folder,
           "mimewright: --config: ")


@test
def a_place_of_a_secret_that_gives_none_is_named_by_its_line(folder):
    empty = write(folder, "empty")
    letter = write(folder, "m.eml", MESSAGE)
    os.chmod(empty, 0o600)
    with Unwanted() as server:
        for key, value in (("password-command", "exit 1"),
                           ("token-command", "true"),
                           ("password-file", empty), ("netrc", empty)):
            path = write(folder, "config", "server = %s\nuser = ada\n%s = %s\n"
                         % (server.url, key, value))
            refuse(77, ["send", "--config", path, letter], folder,
                   "%s:3: %s: " % (path, key))


@test
def the_line_of_json_says_that_it_is_the_configuration(folder):
    path = write(folder, "config", "server = smtp://x.test\ntimeout = x\n")
    result = run(["compose", "--submit", "--json", "--config", path, *WHO],
                 folder)
    line = json.loads(result.out)
    same((result.status, line["exit"], line["result"]), (78, 78, "config"),
         "the statuses")


for KEY, VALUE in SUBMISSION.items():
    suite.add("%s is refused by its line" % KEY,
              lambda folder, k=KEY, v=VALUE: is_refused(folder, k, v))
    suite.add("--%s is refused by its name" % KEY,
              lambda folder, k=KEY, v=VALUE:
              is_refused_as_argument(folder, k, v))
for KEY, (VALUE, NAMED) in COMPOSE.items():
    suite.add("%s is refused by its line" % KEY,
              lambda folder, k=KEY, v=VALUE:
              is_refused_by_compose(folder, k, v))
    suite.add("--%s is refused by its name" % KEY,
              lambda folder, k=KEY, v=VALUE, n=NAMED:
              is_refused_as_argument_of_compose(folder, k, v, n))


if __name__ == "__main__":
    sys.exit(suite.main())
