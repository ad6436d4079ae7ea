# SPDX-License-Identifier: MIT
"""What --log syslog: gives to the log of the system.

The command runs in a mount namespace where /dev is a folder of the test, in
which the test listens at "log" as a syslog daemon does.
"""

import base64
import os
import re
import socket
import subprocess
import sys

import harness
from composing import PLAIN
from harness import Skip, Suite, check, same, write
from submitting import GREET, LOGIN_SESSION, MAIL, PLAIN_SESSION, SECRET, Served

suite = Suite()
test = suite.test

# Puts the folder $0, with the devices that programs want, in place of /dev.
SANDBOX = """
set -e
mount --make-rprivate /
for name in null zero full random urandom tty; do
    if [ -e /dev/$name ]; then
        : >"$0/$name"
        mount --bind /dev/$name "$0/$name"
    fi
done
ln -sfn /proc/self/fd "$0/fd"
mount --rbind "$0" /dev
exec "$@"
"""

RECORD = re.compile(rb"<(\d+)>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
                    rb"mimewright\[(\d+)\]: (.*)")
INFO, WARNING, ERROR = b"22", b"20", b"19"  # of the facility mail


def check_sandbox():
    if not sys.platform.startswith("linux"):
        raise Skip("needs Linux")
    if os.geteuid() != 0:
        raise Skip("needs root, for namespaces and mounts")
    if subprocess.run(["unshare", "--mount", "true"], check=False,
                      stderr=subprocess.DEVNULL).returncode != 0:
        raise Skip("needs namespaces, which are not to be had here")


class Log:
    """A socket in place of /dev/log; none where LISTENS is false."""

    def __init__(self, folder, listens=True):
        check_sandbox()
        self.folder = folder
        self.dev = os.path.join(folder, "dev")
        os.makedirs(self.dev, exist_ok=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        if listens:
            self.listen()

    def listen(self):
        """From its folder, whose path may be longer than a socket's can be."""
        here = os.getcwd()
        os.chdir(self.dev)
        self.socket.bind("log")
        os.chdir(here)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()

    def run(self, status, args, **env):
        """Runs the command, which has to end with STATUS; its error and what
        its records hold behind severity, name and number."""
        process = harness.start(
            [*args, "--log", "syslog:"], self.folder, env=env,
            before=["unshare", "--mount", "sh", "-c", SANDBOX, self.dev],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        out, err = harness.finish(process)
        same((process.returncode, out), (status, b""), "status and output, "
             "with %r" % err)
        return err, [self.parse(record, process.pid)
                     for record in self.records()]

    def records(self):
        while True:
            try:
                yield self.socket.recv(1 << 20)
            except BlockingIOError:
                return

    @staticmethod
    def parse(record, number):
        found = RECORD.fullmatch(record)
        check(found, "no record: %r" % record)
        check(len(record) <= 1024, "%d octets in %r" % (len(record), record))
        check(all(32 <= octet < 127 for octet in record),
              "unescaped: %r" % record)
        same(int(found[2]), number, "the number of the process")
        return found[1], found[3].decode()


def submission(served, *args):
    return [*PLAIN, "--submit", "--server", served.url, "--tls", "off",
            "--timeout", "10", *args]


@test
def a_message_is_one_record_without_a_secret(folder):
    with Log(folder) as log, Served(folder, LOGIN_SESSION) as served:
        err, records = log.run(
            0, submission(served, "--user", "ada",
                          "--allow-cleartext-password"),
            MIMEWRIGHT_PASSWORD=SECRET)
    same(err, b"", "what is said")
    same([severity for severity, _ in records], [INFO], "the records")
    check(re.fullmatch(
        r'server="127\.0\.0\.1" from="a@example\.test" to="b@example\.test" '
        r'status=accepted message-id="<[^">]+>" queue-id="4F2A" size=\d+ '
        r'exit=0 reply="250 2\.0\.0 queued as 4F2A"', records[0][1]),
          records[0][1])
    for secret in (SECRET, base64.b64encode(SECRET.encode()).decode()):
        check(secret not in records[0][1], "the password: %s" % records[0][1])


@test
def each_message_is_a_record(folder):
    paths = [write(folder, name, "From: a@example.test\r\n"
                   "To: b@example.test\r\nMessage-ID: <%s@x.test>\r\n"
                   "Date: Mon, 5 Jan 2026 10:00:00 +0000\r\n\r\nHello.\r\n"
                   % name) for name in ("one", "two")]
    with Log(folder) as log, Served(
            folder, PLAIN_SESSION[:-1] + MAIL) as served:
        _, records = log.run(0, ["send", "--server", served.url, "--tls",
                                 "off", "--timeout", "10", *paths])
    same([re.findall(r'message-id="<(\w+)@x.test>"', text)
          for _, text in records], [["one"], ["two"]], "the records")


@test
def a_refusal_is_graver_than_a_message_that_went(folder):
    for code, status, severity, name in ((550, 69, ERROR, "permanent"),
                                         (450, 75, WARNING, "temporary")):
        steps = GREET + [{"ehlo": []}] + MAIL[:3] + [
            {"send": "%d not now\r\n" % code}, {"quit": True}]
        place = os.path.join(folder, name)
        os.mkdir(place)
        with Log(place) as log, Served(folder, steps) as served:
            _, records = log.run(status, submission(served))
        same([record[0] for record in records], [severity], "the records")
        check('to="b@example.test" status=%s ' % name in records[0][1]
              and records[0][1].endswith(
                  ' exit=%d error="<b@example.test> was refused: %d not now"'
                  % (status, code)), records[0][1])


@test
def what_is_from_outside_stays_within_its_quotation_marks(folder):
    evil = (b'A\x1b]0;x\x07" exit=0\\ \xc2\x9b\xe2\x80\xae\xff '
            b"\x0b\x0c\x7f<13>Jan  1 00:00:00 su: root")
    name = r'"a\" status=accepted exit=0\\ to=\"<13>"@example.test'
    steps = GREET + [{"ehlo": []}, {"expect": "^MAIL FROM:"}, MAIL[1],
                     {"expect": "^RCPT TO:"}] + MAIL[3:7] + [
        {"send_b64": base64.b64encode(
            b"554 5.7.1 queued as " + evil + b"\r\n").decode()},
        {"quit": True}]
    path = write(folder, "message", "From: %s\r\nTo: %s\r\nMessage-ID: "
                 "<x%%s%%n\x1b[m@x>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000"
                 "\r\n\r\nHello.\r\n" % (name, name))
    with Log(folder) as log, Served(folder, steps) as served:
        _, records = log.run(69, ["send", "--server", served.url, "--tls",
                                  "off", "--timeout", "10", path])
    same(len(records), 1, "the records of %r" % records)
    shown = '"%s"' % name.replace("\\", r"\\").replace('"', r'\"')
    check(" from=%s to=%s status=permanent " % (shown, shown)
          in records[0][1], records[0][1])
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', records[0][1])
    check(re.fullmatch(r'input="" server="" from="" to="" status=permanent '
                       r'(message-id="" )?size=\d+ exit=69 error=""', bare),
          "%s\nis of %s" % (bare, records[0][1]))


@test
def many_recipients_go_into_several_records(folder):
    names = ["%s%d@example.test" % ("x" * 50, i) for i in range(40)]
    steps = GREET + [{"ehlo": []}] + MAIL[:2] + [
        step for name in names for step in (
            {"expect": "^RCPT TO:<%s>" % name}, {"send": "250 ok\r\n"})
    ] + MAIL[4:]
    with Log(folder) as log, Served(folder, steps) as served:
        _, records = log.run(0, ["--submit", "--server", served.url, "--tls",
                                 "off", "--timeout", "10", "-f",
                                 "a@example.test", "-t", ", ".join(names),
                                 "-m", "Hello."])
    check(len(records) > 3, "%d records" % len(records))
    same(re.findall(r'to="([^"]*)" status=accepted',
                    "\n".join(text for _, text in records)), names,
         "the recipients of all records")
    check(records[-1][1].endswith(
        ' exit=0 reply="250 2.0.0 queued as 4F2A"'), records[-1][1])


@test
def nothing_is_logged_of_what_was_not_tried(folder):
    with Log(folder) as log:
        with Served(folder, GREET + [{"ehlo": []}] + MAIL[:4]
                    + [{"quit": True}]) as served:
            args = submission(served, "--quit-after", "rcpt")
            same(log.run(0, args)[1], [], "after --quit-after")
        nowhere = ["--server", "smtp://127.0.0.1:1"]
        same(log.run(64, [*PLAIN, "--submit", *nowhere, "--rate", "x"])[1], [],
             "after a mistake")


@test
def without_a_daemon_nothing_is_sent(folder):
    for listens in (False, True):
        with Log(folder, listens) as log:
            if listens:  # A daemon that ended leaves its file.
                log.socket.close()
                log.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                log.socket.setblocking(False)
            err, _ = log.run(73, [*PLAIN, "--submit", "--server",
                                  "smtp://127.0.0.1:1"])
        why = "Connection refused" if listens else "No such file or directory"
        same(err.decode(), "mimewright: --log: /dev/log: %s\nhint: start a "
             "syslog daemon, or log to a file\n" % why, "what is said")


if __name__ == "__main__":
    sys.exit(suite.main())
