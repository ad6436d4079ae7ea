# SPDX-License-Identifier: MIT
"""Submitting at a terminal: the password that is typed, and the bar."""

import os
import pty
import select
import signal
import sys
import termios
import time

import harness
from composing import PLAIN
from harness import Suite, check, same, write
from replay_certificates import make_certs
from submitting import (GREET, LOGIN, LOGIN_SESSION, MAIL, PLAIN_SESSION,
                        SECRET, Served)

suite = Suite()
test = suite.test


def echoes(fd):
    return bool(termios.tcgetattr(fd)[3] & termios.ECHO)


class Terminal:
    """The command with ARGS at a terminal of its own."""

    def __init__(self, folder, args, **env):
        self.said = b""
        self.process, self.fd = pty.fork()
        if self.process == 0:
            try:
                os.chdir(folder)
                os.execve(harness.PROGRAM, [harness.PROGRAM, *args],
                          harness.environment(folder, env))
            finally:
                os._exit(126)

    def read_until(self, wanted=None, seconds=100):
        """Reads until WANTED came, or to the end; whether it came."""
        end = time.monotonic() + seconds
        while wanted is None or wanted not in self.said:
            left = end - time.monotonic()
            check(left > 0, "too late: %r" % self.said)
            if not select.select([self.fd], [], [], left)[0]:
                continue
            try:
                octets = os.read(self.fd, 4096)
            except OSError:  # The other end is closed.
                octets = b""
            if not octets:
                return False
            self.said += octets
        return True

    def await_password(self, served, user=b"ada"):
        """Until it is asked for, and not shown any more."""
        wanted = b"Password for %s at %s: " % (
            user, served.url.rpartition("/")[2].encode())
        check(self.read_until(wanted), "not asked: %r" % self.said)
        same(self.said, wanted, "what is asked")
        end = time.monotonic() + 100
        while echoes(self.fd):
            check(time.monotonic() < end, "the echo stays")
            time.sleep(0.01)

    def end(self):
        self.read_until()
        status = os.waitpid(self.process, 0)[1]
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def submission(served, *args):
    return [*PLAIN, "--submit", "--server", served.url, "--tls", "off",
            "--timeout", "60", *args]


def with_login(served):
    return submission(served, "--user", "ada", "--allow-cleartext-password")


@test
def a_password_is_typed_without_an_echo(folder):
    with Served(folder, LOGIN_SESSION) as served:
        terminal = Terminal(folder, with_login(served))
        terminal.await_password(served)
        os.write(terminal.fd, SECRET.encode() + b"\n")
        same(terminal.end(), 0, "the status, with %r" % terminal.said)
    check(SECRET.encode() not in terminal.said, "it is shown")


@test
def the_password_is_asked_for_the_user_of_the_address(folder):
    steps = GREET + [{"ehlo": ["AUTH PLAIN"]}, {"expect": "^AUTH PLAIN "},
                     {"send": "235 ok\r\n"}] + MAIL
    with Served(folder, steps) as served:
        terminal = Terminal(folder, [
            *PLAIN, "--submit", "--server",
            served.url.replace("//", "//me%40x.test@"), "--tls", "off",
            "--timeout", "20", "--allow-cleartext-password"])
        terminal.await_password(served, b"me@x.test")
        os.write(terminal.fd, b"any\n")
        same(terminal.end(), 0, "the status, with %r" % terminal.said)


def session_by_certificate(offered, auth):
    return GREET + [{"ehlo": ["STARTTLS"]}, {"expect": "^STARTTLS$"},
                    {"send": "220 go\r\n"}, {"tls": {"wants_cert": True}},
                    {"ehlo": [offered]}, {"expect": auth},
                    {"send": "235 ok\r\n"}] + MAIL


def by_certificate(folder, served, *args):
    _, certificate, key = make_certs(folder, "clientonly")
    # Quiet: a slow machine would show the bar.
    return [*PLAIN, "-q", "--submit", "--server", served.url, "--timeout",
            "60", "--ca-file", served.server.cafile, "--cert", certificate,
            "--key", key, "--user", "ada", *args]


@test
def a_certificate_is_a_login_that_asks_for_nothing(folder):
    for offered in ("AUTH PLAIN EXTERNAL", "AUTH EXTERNAL"):
        steps = session_by_certificate(offered, "^AUTH EXTERNAL YWRh$")
        with Served(folder, steps) as served:
            terminal = Terminal(folder, by_certificate(folder, served))
            same((terminal.end(), terminal.said), (0, b""), offered)


@test
def a_password_is_asked_for_where_the_certificate_is_no_login(folder):
    with Served(folder, session_by_certificate("AUTH PLAIN", LOGIN)) as served:
        terminal = Terminal(folder, by_certificate(folder, served))
        terminal.await_password(served)
        os.write(terminal.fd, SECRET.encode() + b"\n")
        same(terminal.end(), 0, "the status, with %r" % terminal.said)
    check(SECRET.encode() not in terminal.said, "it is shown")


@test
def without_a_terminal_a_certificate_that_is_no_login_is_refused(folder):
    steps = session_by_certificate("AUTH PLAIN CRAM-MD5", "")[:-len(MAIL) - 2]
    with Served(folder, steps + [{"quit": True}]) as served:
        result = harness.run(by_certificate(folder, served), folder,
                             start_new_session=True)
    same((result.status, result.err.decode()),
         (77, "mimewright: ada at %s: there is no password\nhint: "
          "--password-command, --password-file, --netrc or "
          "$MIMEWRIGHT_PASSWORD gives one\n" % served.url[7:]),
         "status and error")


@test
def an_interrupt_at_the_password_brings_the_echo_back(folder):
    served = Served(folder, LOGIN_SESSION)
    terminal = Terminal(folder, with_login(served))
    terminal.await_password(served)
    held = os.dup(terminal.fd)
    os.write(terminal.fd, b"half\x03")
    status = terminal.end()
    check(echoes(held), "no echo is left")
    os.close(held)
    same(status, -signal.SIGINT, "the status, with %r" % terminal.said)
    check(b"half" not in terminal.said, "it is shown")


def slow_session(folder):
    """A message that takes longer than a second, by a server that waits."""
    write(folder, "big", os.urandom(6 << 20))
    return GREET + [{"ehlo": []}] + MAIL[:6] + [{"delay": 1500}] + MAIL[6:]


def send_slowly(folder, *args):
    with Served(folder, slow_session(folder)) as served:
        terminal = Terminal(folder, submission(served, "-a", "big", *args))
        same(terminal.end(), 0, "the status, with %r" % terminal.said[:300])
    return terminal.said


@test
def a_bar_shows_what_takes_long_and_goes(folder):
    said = send_slowly(folder)
    check(b"\r[#" in said and b"KiB" in said, "no bar: %r" % said[:300])
    check(said.endswith(b"\r\x1b[K"), "it stays: %r" % said[-60:])


@test
def no_bar_is_shown_where_nobody_wants_it(folder):
    same(send_slowly(folder, "-q"), b"", "what is said")
    began = time.monotonic()
    with Served(folder, PLAIN_SESSION) as served:
        terminal = Terminal(folder, submission(served))
        same(terminal.end(), 0, "the status, with %r" % terminal.said)
    # On a machine that is busy, what is quick may take long after all.
    check(not terminal.said or time.monotonic() - began > 1,
          "a bar of what is quick: %r" % terminal.said)
    with Served(folder, slow_session(folder)) as served:
        result = harness.run(submission(served, "-a", "big"), folder)
    same((result.status, result.err), (0, b""), "without a terminal")


if __name__ == "__main__":
    sys.exit(suite.main())
