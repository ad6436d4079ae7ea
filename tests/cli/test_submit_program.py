# SPDX-License-Identifier: MIT
"""Submitting to a program, exec:PATH: what it cannot do is refused before it
runs, and what nobody knows of it is said.
"""

import json
import os
import sys

import harness
from composing import PLAIN, USAGE
from harness import Suite, check, refuse, run, same, write

suite = Suite()
test = suite.test

PHASES = ("connect", "ehlo", "tls", "auth", "mail", "rcpt")
WISHES = (
    ("--hold-for", "60", "FUTURERELEASE"),
    ("--hold-until", "2036-02-02T10:00:00Z", "FUTURERELEASE"),
    ("--require-tls", None, "REQUIRETLS"),
    ("--deliver-by", "60;R", "DELIVERBY"),
    ("--mt-priority", "3", "MT-PRIORITY"),
    ("--notify", "failure", "DSN"),
    ("--ret", "hdrs", "DSN"),
    ("--envid", "x", "DSN"),
)
# What says of a connection or a login, of which a program has neither.
CONNECTION = (
    ("--ca-file", "x"), ("--cert", "x"), ("--pin", "sha256:" + "0" * 64),
    ("--tls-name", "mail.example.test"), ("--user", "ada"),
    ("--netrc=x",), ("--password-command", ": >ran"),
    ("--password-file", "x"), ("--token-command", ": >ran"),
    ("--auth", "PLAIN"), ("--proxy", "socks5://127.0.0.1:9"),
    ("--source", "127.0.0.1"), ("-4",), ("-6",),
    ("--transcript", "said"),
)


def program(folder, lines="cat >message"):
    """The URL of a program that notes that it ran, and does LINES."""
    path = write(folder, "program", "#!/bin/sh\n: >ran\n%s\n" % lines)
    os.chmod(path, 0o755)
    return "exec:" + path


def check_unrun(folder, what):
    check(not os.path.exists(os.path.join(folder, "ran")),
          "the program ran in spite of %s" % what)


def submit(folder, url, *args, **how):
    return run([*PLAIN, "--submit", "--server", url, *args], folder, **how)


@test
def it_is_not_told_to_stop_on_the_way(folder):
    url = program(folder)
    for phase in PHASES:
        refuse(USAGE, [*PLAIN, "--submit", "--server", url, "--quit-after",
                       phase], folder, "--quit-after: a program has no phases")
        check_unrun(folder, phase)
    config = write(folder, "config", "quit-after = rcpt\n")
    refuse(78, [*PLAIN, "--submit", "--server", url, "--config", config],
           folder, "config:1: quit-after: ")
    check_unrun(folder, "the configuration")


@test
def no_wish_is_dropped_in_silence(folder):
    url = program(folder)
    for option, value, extension in WISHES:
        args = [option] if value is None else [option, value]
        result = submit(folder, url, "--json", *args)
        same((result.status, result.err.split(b"\n")[0]),
             (69, b"mimewright: a program does not offer %s"
              % extension.encode()), option)
        report = json.loads(result.out)
        same((report["result"], report["recipients"][0]["status"],
              report["bytes_sent"]), ("permanent", "permanent", 0), option)
        check_unrun(folder, option)


@test
def wishes_of_sendmail_are_dropped_with_a_note(folder):
    result = run(["sendmail", "-N", "failure", "b@example.test"], folder,
                 stdin=b"Subject: Test\n\nHello.\n",
                 env={"MIMEWRIGHT_SERVER": program(folder)})
    same(result.status, 0, "the status, with %r" % result.err)
    check(b"does not offer DSN, so no delivery status notification"
          in result.err, "no note: %s" % result)
    check(b"Hello.\n" in harness.read(os.path.join(folder, "message")),
          "the message is not there")


@test
def it_is_no_place_for_what_has_to_be_hidden(folder):
    url = program(folder)
    for mode in ("required", "implicit"):
        refuse(USAGE, [*PLAIN, "--submit", "--server", url, "--tls", mode],
               folder, "--tls: a program has no TLS")
        check_unrun(folder, mode)
    config = write(folder, "config", "\ntls = required\n")
    args = ("--config", config)
    refuse(78, [*PLAIN, "--submit", "--server", url, *args], folder,
           "config:2: tls: a program has no TLS")
    check_unrun(folder, "the configuration")
    for mode in ("off", "opportunistic"):
        result = submit(folder, url, *args, "--tls", mode)
        same((result.status, result.err), (0, b""), mode)


@test
def no_login_and_no_way_to_it_seems_to_be_heeded(folder):
    url = program(folder)
    for args in CONNECTION:
        refuse(USAGE, [*PLAIN, "--submit", "--server", url, *args], folder,
               "a program has neither a connection nor a login",
               stdin=b"")
        check_unrun(folder, args[0])


@test
def no_way_through_the_network_to_a_socket_seems_to_be_heeded(folder):
    for url in "smtp+unix:" + folder + "/none", "LMTP+unix:/none":
        for args in (("--proxy", "socks5://127.0.0.1:9"), ("--ipv4",),
                     ("--ipv6",), ("--source", "127.0.0.1")):
            refuse(USAGE, [*PLAIN, "--submit", "--server", url, *args],
                   folder, args[0] + ": no network leads to a unix socket")
    config = write(folder, "config", "proxy = socks5://127.0.0.1:9\n"
                   "ipv6 = yes\nsource = ::1\n")
    refuse(75, [*PLAIN, "--submit", "--server", "smtp+unix:none", "--config",
                config], folder, "none: no such file")


@test
def what_the_configuration_says_of_other_servers_is_no_hindrance(folder):
    config = write(folder, "config", "user = ada\nproxy = socks5://127.0.0.1:9"
                   "\npassword-command = : >asked\nca-file = /etc/hosts\n"
                   "ipv4 = yes\n")
    result = submit(folder, program(folder), "--config", config)
    same((result.status, result.err), (0, b""), "what is said")
    check(not os.path.exists(os.path.join(folder, "asked")),
          "a password was asked for")


@test
def what_is_in_doubt_is_said_with_what_to_do(folder):
    """T02: 81 where a program may have sent it."""
    large = write(folder, "large", "Hello.\n" * 50000)
    part = ("it says that it took the message, of which it can only have sent "
            "a part")
    for lines, what, why, also in (
            ("cat >/dev/null; exit 1", "ended with status 1",
             "the status does not say whether it sent the message", ""),
            ("cat >/dev/null; kill -9 $$", "the program was ended by signal 9",
             "it had the whole message and may have sent it", ""),
            ("head -c 9 >/dev/null",
             "ended with status 0 before it had read the whole message", part,
             ", and is whole,")):
        result = submit(folder, program(folder, lines), "--json", "-a", large)
        same(result.status, 81, "the status of " + lines)
        report = json.loads(result.out)
        same((report["result"], report["error"]["why"],
              report["error"]["retry_safe"],
              report["recipients"][0]["status"]),
             ("in-doubt", why, False, "in-doubt"), lines)
        said = result.err.decode().split("\n")
        check(said[0].endswith("%s: %s" % (what, why)), "says %r" % said)
        same(said[1], "hint: look whether it arrived%s before you send it "
             "again" % also, "the hint of " + lines)


if __name__ == "__main__":
    sys.exit(suite.main())
