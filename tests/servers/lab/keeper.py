# SPDX-License-Identifier: MIT
"""An SMTP and LMTP server that keeps each message as N.eml (exact octets) and
N.json (the envelope, its parameters, and who logged in). Options:
announce=WORD,WORD_ARGUMENT,... ('_' stands for a space), besides STARTTLS and
AUTH; mechanisms=LIST; max_tls=1.3. By default TLS is 1.2, where Python can
tell the channel binding tls-unique.
"""

import json
import os
import re
import socketserver
import ssl
import threading

import keeper_logins

ENV = os.environ
OPTIONS = dict(pair.split("=", 1) for pair in ENV["OPTIONS"].split())
ANNOUNCED = [word.replace("_", " ") for word in OPTIONS.get(
    "announce", "PIPELINING,8BITMIME,SMTPUTF8,ENHANCEDSTATUSCODES,DSN,"
    "CHUNKING,BINARYMIME,SIZE_52428800,DELIVERBY_240,MT-PRIORITY_STANAG4406,"
    "FUTURERELEASE_604800_2099-01-01T00:00:00Z,REQUIRETLS,"
    "LIMITS_RCPTMAX=100_MAILMAX=10,VRFY,ETRN").split(",")]
REFUSED = {"reject@lab.test": "550 5.1.1 no such user here",
           "defer@lab.test": "450 4.2.1 mailbox busy, try later",
           "full@lab.test": "452 4.2.2 mailbox full"}
PATH = re.compile(r"(?i)(?:from|to):\s*<(.*?)>\s*(.*)$")


def tls_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = "%s/%s" % (ENV["CERTS"], ENV["CERT"])
    context.load_cert_chain(certificate + ".pem", certificate + ".key")
    context.load_verify_locations(ENV["CERTS"] + "/ca.pem")
    context.verify_mode = ssl.CERT_OPTIONAL
    if OPTIONS.get("max_tls") != "1.3":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


TLS = tls_context()
LOGINS = keeper_logins.Logins(
    {ENV["LAB_USER"]: ENV["LAB_PASS"], ENV["LAB_USER2"]: ENV["LAB_PASS2"]},
    OPTIONS.get("mechanisms"))


class Messages:
    """Where messages are kept, by their number."""
    lock = threading.Lock()
    count = 0

    @classmethod
    def keep(cls, envelope, octets):
        with cls.lock:
            cls.count += 1
            name = "%s/%04d" % (ENV["MAIL"], cls.count)
            with open(name + ".json", "w", encoding="utf-8") as file:
                json.dump(envelope, file)
            with open(name + ".new", "wb") as file:
                file.write(octets)
            os.rename(name + ".new", name + ".eml")
            return cls.count


class Session(socketserver.StreamRequestHandler):
    def setup(self):
        self.helo = self.user = self.mechanism = None
        self.secure = False
        self.client = keeper_logins.Client()
        if self.server.kind == "SMTPS":
            self.start_tls()
        super().setup()
        self.reset()

    def start_tls(self):
        self.request = self.connection = TLS.wrap_socket(
            self.request, server_side=True)
        self.secure = True
        self.client = keeper_logins.Client(self.request)

    def reset(self):
        self.sender, self.recipients, self.data = None, [], b""

    def say(self, *lines):
        last = len(lines) - 1
        self.wfile.write("".join(
            line[:3] + (" " if number == last else "-") + line[4:] + "\r\n"
            for number, line in enumerate(lines)).encode())
        self.wfile.flush()

    def line(self):
        line = self.rfile.readline(1 << 20)
        if not line.endswith(b"\n"):
            raise ConnectionError
        return line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")

    def handle(self):
        try:
            self.say("220 mx.lab.test keeper")
            while True:
                verb, _, argument = self.line().partition(" ")
                if verb.upper() == "QUIT":
                    self.say("221 2.0.0 bye")
                    return
                getattr(self, "do_" + verb.lower(), self.unknown)(argument)
        except OSError:  # The client went away.
            pass

    def unknown(self, argument):
        self.say("500 5.5.2 unknown command")

    def do_ehlo(self, argument):
        self.helo = argument
        self.reset()
        words = [word for word in ANNOUNCED
                 if self.secure or word != "REQUIRETLS"]
        if not self.secure:
            words.append("STARTTLS")
        if self.server.kind in ("SUBMISSION", "SMTPS"):
            words.append("AUTH " + " ".join(LOGINS.offered(self.client)))
        self.say("250 mx.lab.test", *("250 " + word for word in words))

    do_lhlo = do_ehlo

    def do_helo(self, argument):
        self.helo = argument
        self.say("250 mx.lab.test")

    def do_starttls(self, argument):
        self.say("220 2.0.0 go ahead")
        self.start_tls()
        super().setup()
        self.reset()
        self.helo = None

    def do_auth(self, argument):
        user, reply = LOGINS.log_in(self.client, argument, self.ask)
        if user is not None:
            self.user, self.mechanism = user, argument.split()[0].upper()
        self.say(reply)

    def ask(self, challenge):
        self.say("334 " + challenge)
        return self.line()

    def do_mail(self, argument):
        path = PATH.match(argument)
        if self.server.kind in ("SUBMISSION", "SMTPS") and not self.user:
            self.say("530 5.7.0 authentication required")
        elif not path:
            self.say("501 5.5.4 MAIL FROM:<address>")
        else:
            self.reset()
            self.sender = [path[1], path[2].split()]
            self.say("250 2.1.0 ok")

    def do_rcpt(self, argument):
        path = PATH.match(argument)
        if not path or not self.sender:
            self.say("503 5.5.1 no")
        elif path[1] in REFUSED:
            self.say(REFUSED[path[1]])
        else:
            self.recipients.append([path[1], path[2].split()])
            self.say("250 2.1.5 ok")

    def do_data(self, argument):
        if not self.recipients:
            self.say("503 5.5.1 no valid recipients")
        elif "BODY=BINARYMIME" in self.sender[1]:
            self.say("503 5.5.1 BINARYMIME needs BDAT")
        else:
            self.say("354 go")
            self.data = b"".join(self.data_lines())
            self.finish(False)

    def data_lines(self):
        while True:
            line = self.rfile.readline(1 << 24)
            if not line:
                raise ConnectionError
            if line == b".\r\n":
                return
            yield line[1:] if line.startswith(b".") else line

    def do_bdat(self, argument):
        size, *last = argument.split()
        octets = self.rfile.read(int(size))
        if len(octets) < int(size):
            raise ConnectionError
        self.data += octets
        if not self.recipients:
            self.say("503 5.5.1 no valid recipients")
        elif last:
            self.finish(True)
        else:
            self.say("250 2.0.0 %s octets" % size)

    def finish(self, chunked):
        number = Messages.keep({
            "from": self.sender[0], "mail_options": self.sender[1],
            "to": [address for address, _ in self.recipients],
            "rcpt_options": [options for _, options in self.recipients],
            "helo": self.helo, "user": self.user, "mechanism": self.mechanism,
            "tls": self.secure, "chunked": chunked}, self.data)
        lmtp = self.server.kind == "LMTP"
        for _ in self.recipients if lmtp else [None]:
            self.say("250 2.0.0 kept %d" % number)
        self.reset()

    def do_rset(self, argument):
        self.reset()
        self.say("250 2.0.0 ok")

    def do_noop(self, argument):
        self.say("250 2.0.0 ok")

    def do_vrfy(self, argument):
        self.say("252 2.0.0 ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # A handshake that fails is the client's to tell.


def main():
    for kind in ("SMTP", "SUBMISSION", "SMTPS", "LMTP"):
        if "PORT_" + kind in ENV:
            server = Server(("127.0.0.1", int(ENV["PORT_" + kind])), Session)
            server.kind = kind
            threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Event().wait()


main()
