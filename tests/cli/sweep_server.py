# SPDX-License-Identifier: MIT
"""A small mail server on loopback that is disturbed after a given octet.

It answers whatever comes, since a client may do something else after it was
disturbed, and counts the messages whose end it has read. The octets of the
server are counted before TLS encrypts them. It also knows how long it kept
the client waiting, which on a busy machine may be longer than was meant.
"""

import re
import socket
import ssl
import time

# Seconds: longer than any client waits.
PATIENCE = 120


class Gone(Exception):
    """The client, or what disturbs, ended the connection."""


class Disturbed:
    """How one dialogue is disturbed: KIND (None, "close", "stall", "damage"
    or "surplus") after AT octets."""

    def __init__(self, kind=None, at=0):
        self.kind, self.at = kind, at

    def of(self, octets, sent):
        """What goes out of OCTETS, when SENT have gone before; whether it is
        the last."""
        at = self.at - sent
        if self.kind in ("close", "stall") and at < len(octets):
            return octets[:max(at, 0)], True
        if self.kind == "damage" and 0 <= at < len(octets):
            changed = bytes([octets[at] ^ 0x15])
            return octets[:at] + changed + octets[at + 1:], False
        if self.kind == "surplus" and 0 < at <= len(octets):
            return octets[:at] + b"x" + octets[at:], False
        return octets, False


class Dialogue:
    """One connection, served to its end.

    LISTENER is where it comes from, KEYWORDS what is offered in clear, SECURE
    what is offered under TLS with the context TLS.
    """

    def __init__(self, listener, disturbed, keywords, secure=(), tls=None):
        self.disturbed, self.tls = disturbed, tls
        self.keywords, self.secure = keywords, secure
        self.lmtp = False
        self.unread, self.sent, self.recipients = b"", 0, 0
        self.delivered = 0  # messages whose end was read
        self.final = b""  # octets sent since then
        self.connections = 1
        self.slowest = 0.0  # seconds from one that was said to the next
        self.said_at = time.monotonic()
        self.socket = listener.accept()[0]
        self.socket.settimeout(PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def serve(self):
        try:
            self.say(b"220 mx.example.test ESMTP\r\n")
            while True:
                self.answer(self.line())
        except (Gone, OSError):
            pass
        self.socket.close()

    # -- octets

    def fill(self):
        octets = self.socket.recv(65536)
        if not octets:
            raise Gone
        self.unread += octets

    def line(self):
        while b"\n" not in self.unread:
            self.fill()
        line, self.unread = self.unread.split(b"\n", 1)
        return line.rstrip(b"\r")

    def take(self, size):
        while len(self.unread) < size:
            self.fill()
        self.unread = self.unread[size:]

    def say(self, octets):
        going, is_last = self.disturbed.of(octets, self.sent)
        self.sent += len(octets)
        if self.delivered:
            self.final += going
        if going:
            now = time.monotonic()
            self.slowest = max(self.slowest, now - self.said_at)
            self.said_at = now
            self.socket.sendall(going)
        if is_last and self.disturbed.kind == "stall":
            while self.socket.recv(65536):
                pass
        if is_last:
            raise Gone

    # -- commands

    def answer(self, line):
        verb = line.split(b" ")[0].upper().decode("ascii", "replace")
        method = getattr(self, "on_" + verb.lower(), None)
        if method is None:
            self.say(b"500 5.5.1 what?\r\n")
        else:
            method(line)

    def on_ehlo(self, line):
        lines = ["mx.example.test"] + list(
            self.secure if isinstance(self.socket, ssl.SSLSocket)
            else self.keywords)
        self.say("".join("250%s%s\r\n" % (
            " " if i == len(lines) else "-", text)
            for i, text in enumerate(lines, 1)).encode())

    def on_lhlo(self, line):
        self.lmtp = True
        self.on_ehlo(line)

    def on_helo(self, line):
        self.say(b"250 mx.example.test\r\n")

    def on_starttls(self, line):
        self.say(b"220 go\r\n")
        self.socket = self.tls.wrap_socket(self.socket, server_side=True)

    def on_auth(self, line):
        if line.count(b" ") < 2:
            self.say(b"334 \r\n")
            self.line()
        self.say(b"235 2.7.0 ok\r\n")

    def on_mail(self, line):
        self.recipients = 0
        self.say(b"250 2.1.0 ok\r\n")

    def on_rcpt(self, line):
        self.recipients += 1
        self.say(b"250 2.1.5 ok\r\n")

    def on_rset(self, line):
        self.say(b"250 2.0.0 ok\r\n")

    def on_data(self, line):
        self.say(b"354 go\r\n")
        end = b"\r\n.\r\n"
        while end not in self.unread:
            self.fill()
        self.unread = self.unread.split(end, 1)[1]
        self.deliver()

    def on_bdat(self, line):
        words = line.split()
        self.take(int(words[1]))
        if words[-1].upper() == b"LAST":
            self.deliver()
        else:
            self.say(b"250 2.0.0 ok\r\n")

    def deliver(self):
        self.delivered += 1
        for _ in range(self.recipients if self.lmtp else 1):
            self.say(b"250 2.0.0 queued as 4F2A\r\n")

    def on_quit(self, line):
        self.say(b"221 2.0.0 bye\r\n")
        raise Gone


# A line may end in LF alone, which the client takes.
REPLY = re.compile(rb"([2-5])\d\d(?: [^\n]*)?\r?\n")


def replies(octets, count):
    """The first digits of the COUNT whole replies that OCTETS begin with, as
    far as they are there."""
    digits = []
    while len(digits) < count:
        found = REPLY.match(octets)
        if not found:
            break
        digits.append(found.group(1))
        octets = octets[found.end():]
    return digits


def listen():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(5)
    listener.settimeout(PATIENCE)
    return listener


def count_more(listener):
    """How many more connections were made to LISTENER."""
    listener.settimeout(0)
    try:
        listener.accept()[0].close()
        return 1
    except BlockingIOError:
        return 0
    finally:
        listener.settimeout(PATIENCE)
