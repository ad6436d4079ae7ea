# SPDX-License-Identifier: MIT
"""Many messages: connections at once, messages over each, and in a second.
"""

import json
import os
import re
import resource
import select
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time

import harness
from harness import Skip, Suite, check, same, write

# Seconds in which all connections come that are to come.
GATHERING = 40

suite = Suite()
test = suite.test


class Counting(socketserver.ThreadingTCPServer):
    """A server that takes all, and waits a little with each reply.

    It refuses more than MOST sessions at once: where they begin, or at their
    EHLO, at their AUTH. With PATIENCE it closes where so long after a message
    it has heard nothing; IN_TIME counts those that came before. It takes none
    before there were GATHERS connections, since which of the client's is
    faster is nothing to rely on; and ROOM in all, after which it is silent.
    """

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 50

    def __init__(self, delay=0.0, most=1000, at=b"", patience=None,
                 gathers=0, room=1000):
        super().__init__(("127.0.0.1", 0), Session)
        self.delay, self.most, self.at = delay, most, at
        self.patience, self.gathers, self.room = patience, gathers, room
        self.lock = threading.Condition()
        self.now = self.peak = self.connections = self.in_time = 0
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


class Single(Counting):
    """A server that takes one connection, and listens no more."""

    def __enter__(self):
        threading.Thread(target=self.serve_one, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.server_close()

    def serve_one(self):
        connection, address = self.socket.accept()
        self.socket.close()
        try:
            self.finish_request(connection, address)
        finally:
            self.shutdown_request(connection)


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        time.sleep(self.server.delay)
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        server = self.server
        with server.lock:
            server.connections += 1
            refused = server.now >= server.most
            server.now += not refused
            server.peak = max(server.peak, server.now)
            server.lock.notify_all()
        quits = False
        if refused and not server.at:
            self.say("421 4.7.0 too many connections")
        else:
            quits = self.talk(refused)
        # Before it is said: who has heard it may come again at once.
        with server.lock:
            server.now -= not refused
        if quits:
            self.say("221 bye")

    def talk(self, refused):
        """Whether the session came to a QUIT."""
        self.say("220 mail.example.test ESMTP")
        for line in self.rfile:
            verb = line.split()[0].upper()
            if refused and verb == self.server.at:
                self.say("421 4.7.0 too many sessions")
                return False
            if verb == b"EHLO":
                self.say("250-mail.example.test\r\n250 AUTH PLAIN")
            elif verb == b"AUTH":
                self.say("235 2.7.0 welcome")
            elif verb == b"DATA":
                self.say("354 go")
                self.take()
                self.say("250 2.0.0 ok")
                if not self.is_in_time():
                    self.say("421 4.4.2 too slow")
                    return False
            elif verb == b"QUIT":
                return True
            else:
                self.say("250 ok")
        return False

    def is_in_time(self):
        """Whether the client goes on before the server would close."""
        server = self.server
        if server.patience is None:
            return True
        if not select.select([self.connection], [], [], server.patience)[0]:
            return False
        with server.lock:
            server.in_time += self.connection.recv(
                4, socket.MSG_PEEK) == b"MAIL"
        return True

    def take(self):
        server = self.server
        data = b"".join(iter(self.rfile.readline, b".\r\n"))
        with server.lock:
            server.lock.wait_for(
                lambda: server.connections >= server.gathers, GATHERING)
            while len(server.taken) >= server.room:
                server.lock.wait()
            server.taken.append(data)
            server.times.append(time.monotonic())


def messages(folder, count, size=0):
    return [write(folder, "%d.eml" % i, "From: a@example.test\n"
                  "To: b@example.test\nMessage-ID: <%d@example.test>\n"
                  "Date: Mon, 02 Feb 2026 10:00:00 +0000\n\n%s\n"
                  % (i, ("x" * 70 + "\n") * size)) for i in range(count)]


def send(folder, served, files, *args):
    result = harness.run(["send", "--json", "--tls", "off", "--timeout", "60",
                          "--server", served.url, *args, *files], folder)
    return result, [json.loads(line) for line in result.out.splitlines()]


@test
def as_many_are_under_way_as_was_said(folder):
    for number, least, most in (("1", 1, 1), ("3", 3, 3), ("50", 8, 8)):
        with Counting(delay=0.02, gathers=least) as served:
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


def number_of(message):
    return int(re.search(rb"Message-ID: <(\d+)@", message).group(1))


def all_once(served, result, reports, count):
    """Each of COUNT messages was taken once, and has its report."""
    same(result.status, 0, "the status, with %r" % result.err)
    same(sorted(map(number_of, served.taken)), list(range(count)),
         "what was taken")
    same(sorted((r["message_id"], r["result"]) for r in reports),
         sorted(("<%d@example.test>" % i, "ok") for i in range(count)),
         "the reports")


@test
def each_of_many_is_sent_once(folder):
    with Counting(delay=0.005, gathers=2) as served:
        result, reports = send(folder, served, messages(folder, 20, 50),
                               "--in-flight", "4")
    all_once(served, result, reports, 20)
    check(1 < served.connections <= 4, "%d connections" % served.connections)


@test
def what_a_refused_connection_had_goes_over_the_others(folder):
    write(folder, "password", "secret")
    login = ["--user", "me", "--password-file", "password",
             "--allow-cleartext-password"]
    for at, args in ((b"", []), (b"EHLO", []), (b"AUTH", login)):
        with Counting(delay=0.01, most=2, at=at, gathers=4) as served:
            result, reports = send(folder, served, messages(folder, 20),
                                   "--in-flight", "4", *args)
        all_once(served, result, reports, 20)
        check(served.connections >= 4, "none was refused at %r" % at)


@test
def the_last_message_waits_for_no_connection_that_is_refused(folder):
    # The other connection has done all it knew of when this is refused.
    with Counting(delay=0.01, most=1) as served:
        result, reports = send(folder, served, messages(folder, 2),
                               "--in-flight", "2")
    all_once(served, result, reports, 2)


@test
def one_connection_takes_all_where_no_other_can_be_made(folder):
    with Single(delay=0.01) as served:
        result, reports = send(folder, served, messages(folder, 6),
                               "--in-flight", "3")
    all_once(served, result, reports, 6)
    same(served.connections, 1, "connections")


def without_threads():
    """Lets the child make no thread: of its user there are enough."""
    resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(harness.NOBODY)
        os.setuid(harness.NOBODY)


def run_without_threads(args, folder):
    return subprocess.run([harness.PROGRAM, *args], cwd=folder,
                          env=harness.environment(folder, None),
                          preexec_fn=without_threads, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@test
def one_connection_takes_all_where_no_thread_can_be_made(folder):
    if not sys.platform.startswith("linux") or harness.is_instrumented():
        raise Skip("no limit of threads that can be relied on")
    os.chmod(folder, 0o755)
    files = messages(folder, 6)
    try:
        reached = not run_without_threads(["--version"], folder).returncode
    except (OSError, subprocess.SubprocessError):
        reached = False
    if not reached:
        raise Skip("no other user reaches the command")
    with Counting(delay=0.01) as served:
        result = run_without_threads(
            ["send", "--json", "--tls", "off", "--helo", "client.example.test",
             "--server", served.url, "--in-flight", "3", *files], folder)
    same((result.returncode, result.stdout.count(b"\n"), len(served.taken),
          served.connections), (0, 6, 6, 1), "what went, with %r"
         % result.stderr)


@test
def what_fails_for_all_is_tried_once(folder):
    write(folder, "password", "secret")
    with Counting(most=0, at=b"AUTH") as served:
        result, reports = send(folder, served, messages(folder, 8),
                               "--in-flight", "4", "--user", "me",
                               "--password-file", "password",
                               "--allow-cleartext-password")
    same(({r["result"] for r in reports}, len(reports), served.connections),
         ({"temporary"}, 8, 1), "the outcome, with %r" % result.err)


@test
def lines_of_a_transcript_name_their_connection(folder):
    for number, wanted in (("1", {""}), ("3", {"1 ", "2 ", "3 "})):
        with Counting(delay=0.02, gathers=int(number)) as served:
            send(folder, served, messages(folder, 9), "--in-flight", number,
                 "--transcript", "dialogue")
        lines = harness.read(os.path.join(folder, "dialogue")).decode()
        found = re.findall(r"(?m)^\S+Z ((?:\d+ )?)(?:C|S|--)\:? .*$", lines)
        same(len(found), len(lines.splitlines()), "lines of the form")
        same(set(found), wanted, "the numbers")
        for one in wanted:
            own = re.findall(r"(?m)^\S+Z %s[CS]: (\S+)" % one, lines)
            same((own[0], own[-2:]), ("220", ["QUIT", "221"]),
                 "the dialogue of %r" % one)


@test
def all_fail_alike_where_nobody_listens(folder):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        served = type("Gone", (), {
            "url": "smtp://127.0.0.1:%d" % deaf.getsockname()[1]})
        result, reports = send(folder, served, messages(folder, 5),
                               "--in-flight", "3")
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
        # From before it begins, since its first may come late to be seen.
        began = time.monotonic()
        with Counting() as served:
            result, _ = send(folder, served, messages(folder, 4), "--rate",
                             "2/s", *args)
        same(result.status, 0, "the status")
        check(served.times[-1] - began >= 1.5, "too fast: %r" % served.times)


@test
def what_waits_for_its_turn_outlives_its_connection(folder):
    for number in ("1", "2"):
        with Counting(patience=0.05) as served:
            result, reports = send(folder, served, messages(folder, 3),
                                   "--rate", "1/s", "--in-flight", number)
        all_once(served, result, reports, 3)
        # A server that was kept from its work finds the next one there.
        same(served.connections + served.in_time, 3, "connections")


@test
def a_deadline_ends_all(folder):
    # Nobody gets to the end of a message so soon.
    with Counting(delay=0.5) as served:
        result, reports = send(folder, served, messages(folder, 6),
                               "--deadline", "2", "--in-flight", "2")
    same((result.status, len(reports), served.taken), (75, 6, []),
         "status, reports, and what was taken")


@test
def an_interrupt_ends_all_connections(folder):
    with Counting(delay=0.2, room=6) as served:
        process = harness.start(
            ["send", "--json", "--tls", "off", "--server", served.url,
             "--in-flight", "3", *messages(folder, 9)], folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while len(served.taken) < 2 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = harness.finish(process)
    reports = {r["message_id"]: r for r in map(json.loads, out.splitlines())}
    same((len(reports), out.count(b"\n")), (9, 9), "reports, with %r" % err)
    taken = ["<%d@example.test>" % number_of(m) for m in served.taken]
    same(len(taken), len(set(taken)), "what was taken twice")
    for name, report in reports.items():
        result = report["result"]
        check(result in ("ok", "temporary", "in-doubt"), "%s: %s"
              % (name, result))
        check(result == "in-doubt" or (result == "ok") == (name in taken),
              "%s of %s is not so" % (result, name))
        if result != "ok":
            same(report["error"]["retry_safe"], result == "temporary",
                 "retry_safe of %s" % result)
    doubtful = any(r["result"] == "in-doubt" for r in reports.values())
    same(process.returncode, 81 if doubtful else -signal.SIGINT, "the status")
    check(len(taken) < 9, "all were taken")


@test
def numbers_that_are_none_are_refused(folder):
    for args in (["--in-flight", "0"], ["--in-flight", "x"],
                 ["--per-connection", "-1"], ["--rate", "5/m"],
                 ["--deadline", "0"], ["--connect-timeout", "soon"]):
        harness.refuse(64, ["send", "--server", "smtp://localhost", *args,
                            os.devnull], folder, args[0])


if __name__ == "__main__":
    sys.exit(suite.main())
