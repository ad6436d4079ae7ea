# SPDX-License-Identifier: MIT
"""Many messages: connections at once, messages over each, and in a second.
"""

import json
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time

import harness
from harness import Suite, check, same, write

suite = Suite()
test = suite.test


class Counting(socketserver.ThreadingTCPServer):
    """A server that takes all, and waits a little with each reply."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 50

    def __init__(self, delay=0.0, most=1000):
        super().__init__(("127.0.0.1", 0), Session)
        self.delay, self.most = delay, most
        self.lock = threading.Lock()
        self.now = self.peak = self.connections = 0
        self.taken, self.times = [], []

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that goes early is no fault of the server's."""

    @property
    def url(self):
        return "smtp://127.0.0.1:%d" % self.server_address[1]


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        time.sleep(self.server.delay)
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        server = self.server
        with server.lock:
            server.connections += 1
            server.now += 1
            server.peak = max(server.peak, server.now)
            refused = server.now > server.most
        if refused:
            self.say("421 4.7.0 too many connections")
        else:
            self.talk()
        with server.lock:
            server.now -= 1

    def talk(self):
        self.say("220 mail.example.test ESMTP")
        for line in self.rfile:
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self.say("354 go")
                self.take()
                self.say("250 2.0.0 ok")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self):
        data = b"".join(iter(self.rfile.readline, b".\r\n"))
        with self.server.lock:
            self.server.taken.append(data)
            self.server.times.append(time.monotonic())


def messages(folder, count, size=0):
    return [write(folder, "%d.eml" % i, "From: a@example.test\n"
                  "To: b@example.test\nMessage-ID: <%d@example.test>\n"
                  "Date: Mon, 02 Feb 2026 10:00:00 +0000\n\n%s\n"
                  % (i, ("x" * 70 + "\n") * size)) for i in range(count)]


def send(folder, served, files, *args):
    result = harness.run(["send", "--json", "--tls", "off", "--timeout", "20",
                          "--server", served.url, *args, *files], folder)
    return result, [json.loads(line) for line in result.out.splitlines()]


@test
def as_many_are_under_way_as_was_said(folder):
    for number, least, most in (("1", 1, 1), ("3", 2, 3), ("50", 4, 8)):
        with Counting(delay=0.02) as served:
            result, reports = send(folder, served, messages(folder, 8, 30),
                                   "--in-flight", number)
        same(result.status, 0, "the status, with %r" % result.err)
        check(least <= served.peak <= most, "%d connections at once of %s"
              % (served.peak, number))
        same(sorted(r["message_id"] for r in reports),
             ["<%d@example.test>" % i for i in range(8)], "the reports")
        same(len(set(served.taken)), 8, "what was taken")


@test
def large_messages_go_at_once_and_whole(folder):
    files = messages(folder, 6, 40000)
    with Counting() as served:
        result, _ = send(folder, served, files, "--in-flight", "3")
    same(result.status, 0, "the status, with %r" % result.err)
    same(sorted(served.taken), sorted(
        harness.read(f).replace(b"\n", b"\r\n") for f in files),
        "what was taken")


@test
def a_refused_connection_leaves_the_rest_to_the_others(folder):
    with Counting(delay=0.02, most=2) as served:
        result, reports = send(folder, served, messages(folder, 8),
                               "--in-flight", "4")
    refused = [r for r in reports if r["result"] != "ok"]
    same((len(reports), result.status), (8, 75), "reports and status")
    check(0 < len(refused) <= 2, "refused: %r" % refused)
    same(len(served.taken), 8 - len(refused), "what was taken")


@test
def all_fail_alike_where_nobody_listens(folder):
    with Counting() as served:
        url = served.url
    served = type("Gone", (), {"url": url})
    result, reports = send(folder, served, messages(folder, 5), "--in-flight",
                           "3")
    same((result.status, [r["result"] for r in reports]),
         (75, ["temporary"] * 5), "status and results")


@test
def a_connection_takes_as_many_as_was_said(folder):
    with Counting() as served:
        result, _ = send(folder, served, messages(folder, 5),
                         "--per-connection", "2")
    same((result.status, served.connections), (0, 3), "connections")


@test
def a_rate_is_kept_over_all_connections(folder):
    for args in ([], ["--in-flight", "3"]):
        with Counting() as served:
            result, _ = send(folder, served, messages(folder, 4), "--rate",
                             "5/s", *args)
        same(result.status, 0, "the status")
        check(served.times[-1] - served.times[0] > 0.5, "too fast: %r"
              % served.times)


@test
def a_deadline_ends_all(folder):
    began = time.monotonic()
    with Counting(delay=0.5) as served:
        result, reports = send(folder, served, messages(folder, 6),
                               "--deadline", "2", "--in-flight", "2")
    same((result.status, len(reports)), (75, 6), "status and reports")
    check(time.monotonic() - began < 15, "it goes on")
    check(len(served.taken) < 6, "all were taken")


@test
def an_interrupt_ends_all_connections(folder):
    with Counting(delay=0.3) as served:
        process = harness.start(
            ["send", "--json", "--tls", "off", "--server", served.url,
             "--in-flight", "3", *messages(folder, 9)], folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while served.peak < 3 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = harness.finish(process, timeout=30)
    reports = [json.loads(line) for line in out.splitlines()]
    same(len(reports), 9, "the reports, with %r" % err)
    check(process.returncode in (-signal.SIGINT, 81), "the status: %d" %
          process.returncode)
    check(len(served.taken) < 9, "all were taken")


@test
def numbers_that_are_none_are_refused(folder):
    for args in (["--in-flight", "0"], ["--in-flight", "x"],
                 ["--per-connection", "-1"], ["--rate", "5/m"],
                 ["--deadline", "0"], ["--connect-timeout", "soon"]):
        harness.refuse(64, ["send", "--server", "smtp://localhost", *args,
                            os.devnull], folder, args[0])


if __name__ == "__main__":
    sys.exit(suite.main())
