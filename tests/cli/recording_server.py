# SPDX-License-Identifier: MIT
"""A server that takes every message and keeps it, for who asks what arrives.

It speaks the least of SMTP (RFC 5321, 4.5.1) and checks nothing but that
commands come in their order.
"""

import re
import socketserver
import threading

PATH = re.compile(rb"(?:FROM|TO):<([^>]*)> ?(.*)", re.I)


class Letter:
    """One message: its envelope, the parameters of each path, its octets."""

    def __init__(self, sender, parameters):
        self.sender, self.parameters = sender, parameters
        self.recipients, self.wishes, self.octets = [], [], b""


class Session(socketserver.StreamRequestHandler):
    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.letter = None
        self.answer("220 record.test ESMTP")
        for line in self.rfile:
            verb, _, rest = line.rstrip(b"\r\n").partition(b" ")
            act = getattr(self, "do_" + verb.decode("latin-1").lower(), None)
            if act is None:
                self.answer("500 what")
            elif act(rest):
                break

    def do_ehlo(self, unused):
        words = ["record.test", *self.server.offers]
        for word in words[:-1]:
            self.answer("250-" + word)
        self.answer("250 " + words[-1])

    def do_mail(self, rest):
        path, parameters = PATH.fullmatch(rest).groups()
        self.letter = Letter(path.decode(), parameters.decode())
        self.answer("250 ok")

    def do_rcpt(self, rest):
        path, parameters = PATH.fullmatch(rest).groups()
        if path.decode() in self.server.refused:
            self.answer("550 5.1.1 nobody")
            return
        self.letter.recipients.append(path.decode())
        self.letter.wishes.append(parameters.decode())
        self.answer("250 ok")

    def do_data(self, unused):
        if not self.letter or not self.letter.recipients:
            self.answer("503 5.5.1 to nobody")
            return
        self.answer("354 go on")
        for line in self.rfile:
            if line == b".\r\n":
                break
            self.letter.octets += line[line.startswith(b"."):]
        self.server.keep(self.letter)
        self.answer("250 2.0.0 kept")

    def do_rset(self, unused):
        self.letter = None
        self.answer("250 ok")

    def do_quit(self, unused):
        self.answer("221 bye")
        return True


class Recorder(socketserver.ThreadingTCPServer):
    """Serves while the block runs; LETTERS are what came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *offers, refused=()):
        super().__init__(("127.0.0.1", 0), Session)
        self.offers, self.refused = offers, refused
        self.letters, self.news = [], threading.Condition()
        self.url = "smtp://127.0.0.1:%d" % self.server_address[1]

    def keep(self, letter):
        with self.news:
            self.letters.append(letter)
            self.news.notify_all()

    def wait_for(self, wanted, seconds):
        """Whether a letter that is WANTED came within SECONDS."""
        with self.news:
            return self.news.wait_for(
                lambda: any(wanted(letter) for letter in self.letters),
                seconds)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.shutdown()
        self.server_close()
