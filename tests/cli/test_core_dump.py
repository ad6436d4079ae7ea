#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No secret is in a core dump: while a server keeps the command waiting, what
would be dumped of its memory is searched for the password.
"""

import base64
import os
import subprocess
import sys
import time

import process_memory
from composing import PLAIN
from harness import (UNDER, Skip, Suite, check, finish, is_instrumented,
                     start, write)
from replay_certificates import make_certs
from submitting import GREET, MAIL, Served

suite = Suite()
test = suite.test

USER = "grace-of-the-cellar"
RECIPIENT = "b@example.test"  # of PLAIN
PASSWORD = "Kestrel%vanishes#at^42-dusk"
CHALLENGE = b"<1896.697170952@mail.example.test>"

# How the server stalls: it says nothing until the client is gone.
STALL = [{"mark": "stalled"}, {"quiet": 60000, "eof_ok": True}]


def coded(octets):
    return base64.b64encode(octets).decode()


def offer(mechanism):
    return GREET + [{"ehlo": ["AUTH " + mechanism]}]


def challenge(octets):
    return {"send": "334 %s\r\n" % coded(octets)}


LINE = {"expect": "^[A-Za-z0-9+/=]+$"}
ACCEPT = [{"send": "235 2.7.0 ok\r\n"}]

# What the client says in each mechanism until the server has to judge it.
ASKED = {
    "PLAIN": [{"expect": "^AUTH PLAIN "}],
    "LOGIN": [{"expect": "^AUTH LOGIN$"}, challenge(b"User:"), LINE,
              challenge(b"Pass:"), LINE],
    "CRAM-MD5": [{"expect": "^AUTH CRAM-MD5$"}, challenge(CHALLENGE), LINE],
}
SCRAM = "SCRAM-SHA-256"


def logged_in(mechanism):
    if mechanism == SCRAM:
        return offer(SCRAM) + [{"scram": {"mech": SCRAM,
                                          "password": PASSWORD}}]
    return offer(mechanism) + ASKED[mechanism] + ACCEPT


def stalls():
    """(what it is called, mechanism, the script of the server)."""
    for mechanism, asked in ASKED.items():
        yield "before AUTH is answered", mechanism, offer(mechanism) + asked
    # The client's first message shows nothing of the password: it is there,
    # and waits for the server's.
    yield "before AUTH is answered", SCRAM, offer(SCRAM) + [
        {"expect": "^AUTH %s " % SCRAM}]
    for mechanism in [*ASKED, SCRAM]:
        yield "at MAIL", mechanism, logged_in(mechanism) + MAIL[:1]
        yield "at the end of the data", mechanism, (
            logged_in(mechanism) + MAIL[:7])


def needles():
    """All that gives the password away, and what shows that one looks."""
    secret = PASSWORD.encode()
    forms = {"the password": secret}
    for shift in range(3):
        digits = coded(b"x" * shift + secret)
        forms["its base64 at shift %d" % shift] = (
            digits[shift + 1 if shift else 0:-4].encode())
    forms["the response of PLAIN"] = coded(
        b"\0" + USER.encode() + b"\0" + secret).encode()
    forms["no secret"] = RECIPIENT.encode()
    return forms


def until_stalled(served, process):
    deadline = time.monotonic() + 60
    while "stalled" not in served.server.marks:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            check(False, "it did not come so far: %r %r %s" % (
                served.server.lines, finish(process),
                served.server.reason))
        time.sleep(0.01)
    # The reply is on its way to nobody: the client has to be at rest.
    while not is_waiting(process.pid):
        check(time.monotonic() < deadline and process.poll() is None,
              "it does not wait")
        time.sleep(0.01)


def is_waiting(pid):
    with open("/proc/%d/stat" % pid, encoding="utf-8") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "S"


def search(folder, steps, args, env=None, config="", tls="off"):
    """What is found of a command with ARGS when the server stalls. CONFIG
    and ARGS name the port of it as PORT.
    """
    if not os.path.exists("/proc/self/smaps"):
        raise Skip("needs /proc/PID/smaps")
    if UNDER:
        raise Skip("needs the command itself, not %s" % UNDER[0])
    with Served(folder, steps + STALL) as served:
        port = str(served.server.port)
        os.makedirs(os.path.join(folder, "mimewright"), exist_ok=True)
        os.chmod(write(folder, "mimewright/config",
                       config.replace("PORT", port)), 0o600)
        process = start(
            [*PLAIN, "--submit", "--tls", tls, "--timeout", "60",
             *(word.replace("PORT", port) for word in args)], folder,
            env={name: value.replace("PORT", port)
                 for name, value in (env or {}).items()},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        try:
            until_stalled(served, process)
            return process_memory.found_in(process.pid, needles())
        finally:
            process.kill()
            finish(process)


def expect_none(found, what):
    check("no secret" in found, "%s: the search finds nothing" % what)
    del found["no secret"]
    check(not found, "%s: %r" % (what, found))


SERVER = ["--server", "smtp://127.0.0.1:PORT"]
LOGS_IN = [*SERVER, "--user", USER, "--allow-cleartext-password"]


def ways(folder):
    """Options, environment and configuration for each place that a password
    can be in.
    """
    path = write(folder, "secret", PASSWORD + "\n")
    netrc = write(folder, "netrc", "machine 127.0.0.1 login %s password %s\n"
                  % (USER, PASSWORD))
    os.chmod(netrc, 0o600)
    url = "smtp://%s:%s@127.0.0.1:PORT" % (USER, in_url(PASSWORD))
    clear = ["--allow-cleartext-password"]
    yield [*LOGS_IN, "--password-file", path], {}, ""
    yield [*LOGS_IN, "--password-command", "cat secret"], {}, ""
    yield [*LOGS_IN, "--netrc=" + netrc], {}, ""
    yield LOGS_IN, {"MIMEWRIGHT_PASSWORD": PASSWORD}, ""
    yield clear, {"MIMEWRIGHT_SERVER": url}, ""
    yield clear, {}, "server = %s\n" % url
    yield ([*LOGS_IN, "--password-file", path],
           {"MIMEWRIGHT_PASSWORD": PASSWORD}, "")


def in_url(password):
    return password.replace("%", "%25").replace("#", "%23")


@test
def no_login_leaves_its_password_to_a_core_dump(folder):  # T13
    path = write(folder, "secret", PASSWORD + "\n")
    for phase, mechanism, steps in stalls():
        found = search(folder, steps, [
            "--auth", mechanism, "--password-file", path, *LOGS_IN])
        expect_none(found, "%s %s" % (mechanism, phase))


@test
def no_place_of_a_password_leaves_it_to_a_core_dump(folder):  # T13
    for args, env, config in ways(folder):
        if env and is_instrumented():
            print("# a sanitizer has a copy of the environment: %s left out"
                  % ", ".join(env))
            continue
        for steps in (offer("PLAIN") + ASKED["PLAIN"],
                      logged_in("PLAIN") + MAIL[:1]):
            found = search(folder, steps, ["--auth", "PLAIN", *args], env,
                           config)
            expect_none(found, "%r %r %r" % (args, env, config))


@test
def no_token_is_left_to_a_core_dump(folder):  # T13
    write(folder, "secret", PASSWORD + "\n")
    for mechanism in "OAUTHBEARER", "XOAUTH2":
        asked = offer(mechanism) + [{"expect": "^AUTH %s " % mechanism}]
        for steps in asked, asked + ACCEPT + MAIL[:1]:
            found = search(folder, steps, [
                "--auth", mechanism, "--token-command", "cat secret",
                *LOGS_IN])
            expect_none(found, mechanism)


@test
def tls_leaves_no_password_to_a_core_dump(folder):  # T13
    path = write(folder, "secret", PASSWORD + "\n")
    authority = make_certs(folder, "good")[0]
    before = GREET + [{"ehlo": ["STARTTLS"]}, {"expect": "^STARTTLS$"},
                      {"send": "220 go\r\n"}, {"tls": {}}]
    for steps in (offer("PLAIN")[1:] + ASKED["PLAIN"],
                  logged_in("PLAIN")[1:] + MAIL[:1]):
        found = search(folder, before + steps, [
            "--auth", "PLAIN", "--password-file", path, *LOGS_IN,
            "--ca-file", authority], tls="required")
        expect_none(found, "TLS")


@test
def what_a_server_repeats_is_not_left_to_a_core_dump(folder):  # T13
    path = write(folder, "secret", PASSWORD + "\n")
    asked = offer("PLAIN") + ASKED["PLAIN"]
    repeats = {"send": "235-you said %s\r\n235 and %s\r\n" % (
        coded(b"\0" + USER.encode() + b"\0" + PASSWORD.encode()), PASSWORD)}
    unfinished = {"send": "235-you said %s\r\n235 and %s" % (
        PASSWORD, PASSWORD)}
    for steps in asked + [repeats] + MAIL[:1], asked + [unfinished]:
        found = search(folder, steps, [
            "--auth", "PLAIN", "--password-file", path, "--transcript",
            "told", *LOGS_IN])
        expect_none(found, repr(steps[-1]))


@test
def no_password_of_a_proxy_is_left_to_a_core_dump(folder):  # T13
    asked = [{"expect": "^CONNECT "}, {"expect": "^Host: "},
             {"expect": "^Proxy-Authorization: Basic "}, {"expect": "^$"}]
    granted = [{"send": "HTTP/1.1 200 ok\r\n\r\n"}]
    config = "proxy = http://%s:%s@127.0.0.1:PORT\n" % (USER,
                                                       in_url(PASSWORD))
    for steps in (asked, asked + granted,
                  asked + granted + GREET + [{"ehlo": []}] + MAIL[:1]):
        found = search(folder, steps, [
            "--server", "smtp://mail.example.test"], {}, config)
        expect_none(found, "the proxy")


if __name__ == "__main__":
    sys.exit(suite.main())
