# SPDX-License-Identifier: MIT
"""Whole dialogues of the command, disturbed after every octet of the server.

The server closes, falls silent, damages an octet or adds one. What the exit
status says has to be true each time, and nothing goes out twice. Under a
sanitizer or MIMEWRIGHT_UNDER some of the octets are left out, and so they are
where MIMEWRIGHT_SWEEP is "some"; all are played where it is "all".
"""

import concurrent.futures
import os
import queue
import shutil
import ssl
import subprocess
import sys
import tempfile

import harness
import replay_certificates
import sweep_server
from harness import Skip, Suite, check

# Runs at once, of which most wait for a server that says nothing; seconds
# that a client waits, of which nothing is asserted, and where the server does
# not let it wait; and the octets between two that are disturbed.
SLOW = harness.is_instrumented()
AT_ONCE, TIMEOUT = (16, 8) if SLOW else (64, 2)
PATIENCE = 60
EXTENT = os.environ.get("MIMEWRIGHT_SWEEP", "some" if SLOW else "all")
STEP = 1 if EXTENT == "all" else 11

MESSAGE = (b"From: a@example.test\r\nTo: b@example.test\r\n"
           b"Date: Mon, 02 Feb 2026 10:00:00 +0000\r\n"
           b"Message-ID: <sweep@example.test>\r\nSubject: s\r\n\r\nHello.\r\n")

# Name, scheme, what is offered in clear and under TLS, options, recipients.
DIALOGUES = {
    "plain": ("smtp", ["SIZE 10000"], [], ["--tls", "off"], 1),
    "TLS and AUTH": ("smtp", ["STARTTLS", "SIZE 1"], ["AUTH PLAIN"],
                     ["--tls", "required", "--user", "ada"], 1),
    "pipelined": ("smtp", ["PIPELINING", "8BITMIME", "SIZE"], [],
                  ["--tls", "off"], 1),
    "BDAT": ("smtp", ["CHUNKING"], [],
             ["--tls", "off", "--chunk-size", "100"], 1),
    "LMTP": ("lmtp", ["PIPELINING"], [], ["--tls", "off"], 2),
}

KINDS = ["close", "stall", "damage", "surplus"]

# What may be said of a message that the server did not get.
NOT_SENT = {"close": {"temporary", "tls"}, "stall": {"temporary", "tls"}}
ANY_FAILURE = {"temporary", "permanent", "protocol", "auth", "tls"}


class Field:
    """What all runs share."""

    def __init__(self, folder):
        self.folder = folder
        self.message = harness.write(folder, "message.eml", MESSAGE)
        authority, certificate, key = replay_certificates.make_certs(
            folder, "good")
        self.authority = authority
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate, key)
        self.listeners = queue.SimpleQueue()
        for _ in range(AT_ONCE):
            self.listeners.put(sweep_server.listen())

    def command(self, name, kind, port):
        scheme, _, _, options, recipients = DIALOGUES[name]
        args = ["send", "--quiet", "--server",
                "%s://localhost:%d" % (scheme, port), "--timeout",
                str(PATIENCE if kind in (None, "close") else TIMEOUT), "-4",
                "--ca-file", self.authority, *options]
        for number in range(recipients):
            args += ["--envelope-to", "b%d@example.test" % number]
        return args + [self.message]

    def play(self, name, kind=None, at=0):
        """Runs the command once; its class, and what the server saw."""
        listener = self.listeners.get()
        _, clear, secure, _, _ = DIALOGUES[name]
        process = harness.start(
            self.command(name, kind, listener.getsockname()[1]), self.folder,
            env={"MIMEWRIGHT_PASSWORD": "s3cr3t"}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        dialogue = sweep_server.Dialogue(
            listener, sweep_server.Disturbed(kind, at), clear, secure,
            self.tls)
        dialogue.serve()
        err = harness.finish(process)[1]
        dialogue.connections += sweep_server.count_more(listener)
        self.listeners.put(listener)
        return (harness.CLASSES.get(process.returncode, process.returncode),
                dialogue, err)


def allowed(dialogue, kind, recipients):
    """T03 C153: the classes that are true of what the server saw."""
    if dialogue.slowest > TIMEOUT / 2:
        # The client may have gone with a message of which this server knows
        # nothing, or before it heard what the server said.
        return true_of(dialogue, kind, recipients) | {"unknown"}
    return true_of(dialogue, kind, recipients)


def true_of(dialogue, kind, recipients):
    if dialogue.delivered == 0:
        return NOT_SENT.get(kind, ANY_FAILURE)
    digits = sweep_server.replies(dialogue.final, recipients)
    if len(digits) < recipients:
        return {"unknown"}
    if kind in ("close", "stall"):
        return {"ok"}
    # What is no longer in step, or not to be read, is in doubt.
    return {"unknown", {b"2": "ok", b"4": "temporary", b"5": "permanent"}.get(
        max(digits), "unknown")}


def judge(name, kind, at, played):
    """What is wrong with one run, or None."""
    got, dialogue, err = played
    wanted = allowed(dialogue, kind, DIALOGUES[name][4])
    if (got in wanted and dialogue.connections == 1
            and dialogue.delivered <= 1):
        return None
    return "octet %d: %s, not %s; %d delivered by %d connections, %r, %r" % (
        at, got, " or ".join(sorted(wanted)), dialogue.delivered,
        dialogue.connections, dialogue.final, err)


def sweep(field, pool, name, kind, size):
    """Begins the runs of one sweep; the test that looks at them."""
    futures = [(at, pool.submit(field.play, name, kind, at))
               for at in range(0, size + 1, STEP)]

    def test(folder):
        wrong = [judge(name, kind, at, future.result())
                 for at, future in futures]
        wrong = [text for text in wrong if text]
        check(not wrong, "%d of %d:\n%s" % (len(wrong), len(futures),
                                            "\n".join(wrong[:20])))
    return test


def undisturbed(field, name):
    """The octets of the server in a dialogue that nothing disturbs."""
    got, dialogue, err = field.play(name)
    check(got == "ok" and dialogue.delivered == 1, "%s: %r" % (got, err))
    return dialogue.sent


def refuse(folder):
    raise Skip("no openssl command")


def main():
    suite = Suite()
    if shutil.which("openssl") is None:
        suite.add("dialogues that are disturbed", refuse)
        return suite.main()
    folder = tempfile.mkdtemp(prefix="mimewright-test.")
    try:
        field = Field(folder)
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for name in DIALOGUES:
                size = undisturbed(field, name)
                for kind in KINDS:
                    suite.add("%s: %s after every octet" % (name, kind),
                              sweep(field, pool, name, kind, size))
            return suite.main()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
