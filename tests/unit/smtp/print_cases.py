# SPDX-License-Identifier: MIT
"""Prints testdata/cases/smtp*.jsonl for test_session_cases.c.

usage: print_cases.py CASES...

A line is a word and its values, with a space before each; an octet that is
not a printable ASCII character, or is a space or %, is %HH. What the words
mean stands in case.h. Conditions become jumps: a step has a number, counted
from 0 in each case, and NUMBER is that of the step to go on with.
"""

import base64
import json
import os
import re
import sys

STATES = {"accepted": "accepted", "temporary": "temporary",
          "permanent": "permanent", "not_tried": "not-tried",
          "unknown": "in-doubt"}
CLASSES = {"unknown": "in-doubt"}
TLS = {"none": "off", "opportunistic": "opportunistic",
       "starttls": "required", "implicit": "implicit"}
OK = "250 2.0.0 chunk taken\r\n"


def quote(value):
    octets = value if isinstance(value, bytes) else str(value).encode()
    return "".join(chr(o) if 0x20 < o < 0x7F and o != 0x25 else "%%%02X" % o
                   for o in octets)


def say(word, *values):
    print(" ".join([word] + [quote(value) for value in values]))


def posix(expression):
    """EXPRESSION without the two classes that POSIX writes otherwise."""
    return expression.replace(r"\d", "[0-9]").replace(r"\S", "[^[:space:]]")


class Steps:
    """The steps of one case, with jumps instead of nesting."""

    def __init__(self, client):
        self.timeout = client["timeout_s"]
        # Whether the client goes on with a server that it does not know.
        self.is_lax = (client["tls"] == "opportunistic"
                       or client.get("tls_verify") is False)
        self.done = []

    def add(self, word, *values):
        self.done.append([word, *values])
        return self.done[-1]

    def checks(self, wanted):
        self.add("well-formed")
        if "eq_b64" in wanted:
            self.add("equals", base64.b64decode(wanted["eq_b64"]))
        for key, word in (("contains", "contains"),
                          ("not_contains", "lacks")):
            for text in wanted.get(key, []):
                self.add(word, text)
        for key, word in (("seven_bit", "ascii"), ("empty", "empty")):
            if wanted.get(key):
                self.add(word)

    def greet(self, step):
        self.add("read", "^%s [^[:space:]]+$" % step.get("verb", "EHLO"))
        lines = ["mail.example.test greets you"] + step["ehlo"]
        self.add("say", "".join(
            "250%s%s\r\n" % (" " if i == len(lines) else "-", line)
            for i, line in enumerate(lines, 1)), 1)

    def condition(self, word, expression, steps):
        jump = self.add(word, posix(expression), 0)
        self.all(steps)
        leave = self.add("go", 0)
        jump[2] = len(self.done)
        return leave

    def branch(self, step):
        leaves = [self.condition("take", expression, steps)
                  for expression, steps in step["branch"]]
        self.add("read", "^no branch is left$")
        for leave in leaves:
            leave[1] = len(self.done)

    def bdat(self, wanted):
        self.add("chunk", {None: "any", True: "last", False: "more"}[
            wanted.get("last")])
        self.checks(wanted)

    def scram(self, wanted):
        self.add("scram", wanted["mech"], wanted["password"],
                 wanted.get("iterations", 4096), wanted.get("bad", "-"))

    def wait(self, milliseconds):
        self.add("silence" if milliseconds > 1000 * self.timeout else "pause")

    def say(self, step):
        """What comes in time; no octet that does makes a wait longer."""
        octets = step["send"].encode()
        size, gap = step.get("split", 0), step.get("gap_ms", 0)
        if size * self.timeout * 1000 < len(octets) * gap:
            self.add("say", octets[:size * self.timeout * 1000 // gap], 1)
            self.add("silence")
        else:
            self.add("say", octets, 1)

    def handshake(self, wanted):
        if wanted.get("must_fail"):
            self.add("handshake", "refused")
        elif self.is_lax and wanted["cert"] != "good":
            self.add("handshake", "unverified")
        else:
            self.add("handshake", "up")

    def one(self, step):
        if "send" in step:
            self.say(step)
        elif "send_b64" in step:
            self.add("say", base64.b64decode(step["send_b64"]), 1)
        elif "send_rep" in step:
            self.add("say", *step["send_rep"])
        elif "expect" in step:
            self.add("read", posix(step["expect"]))
        elif "branch" in step:
            self.branch(step)
        elif "maybe" in step:
            leave = self.condition("maybe", step["maybe"],
                                   step.get("then", []))
            leave[1] = len(self.done)
        elif "ehlo" in step:
            self.greet(step)
        elif "data" in step:
            self.add("data")
            self.add("unstuff")
            self.checks(step["data"])
        elif "bdat" in step:
            self.bdat(step["bdat"])
        elif "bdat_all" in step:
            self.add("chunks", OK)
            self.checks(step["bdat_all"])
        elif "tls" in step:
            self.handshake(step["tls"])
        elif "loop" in step:
            start = len(self.done)
            self.all(step["loop"]["steps"])
            self.add("repeat", start, step["loop"]["count"])
        elif "quiet" in step:
            self.add("quiet")
            self.wait(step["quiet"])
        elif "delay" in step:
            self.wait(step["delay"])
        elif "half_close" in step:
            self.add("close")
        elif "take" in step:
            self.add("octets", step["take"])
        elif "scram" in step:
            self.scram(step["scram"])
        elif "mark" in step:
            self.add("mark", step["mark"])
        else:
            (word,) = step
            if word not in ("drain", "close", "reset", "quit", "eof"):
                raise ValueError("no word for %r" % step)
            self.add(word)

    def all(self, steps):
        for step in steps:
            self.one(step)


def print_client(client):
    for word, key in (("protocol", "protocol"), ("helo", "helo"),
                      ("user", "user"), ("password", "password"),
                      ("token", "token"), ("mechanisms", "mech"),
                      ("chunk-size", "chunk_size"), ("from", "from")):
        if key in client:
            say(word, client[key])
    say("tls", TLS[client["tls"]])
    for recipient in client["rcpts"]:
        say("to", recipient)
    for name in ("pipelining", "chunking"):
        if client.get(name) == "off":
            say("without", name.upper())
    if client.get("cleartext_auth"):
        say("cleartext-password")
    if client.get("partial") == "abort":
        say("all-or-none")
    if client.get("tls_verify") is False:
        say("insecure")
    for word, key in (("notify", "notify"), ("return", "ret"),
                      ("envelope-id", "envid")):
        if key in client.get("dsn", {}):
            say(word, client["dsn"][key])
    if "message_b64" in client:
        say("message", base64.b64decode(client["message_b64"]), 1)
    for octets, count in client.get("message_gen", []):
        say("message", base64.b64decode(octets), count)
    if "message" in client:
        say("message", client["message"], 1)


def print_expected(expected):
    for name in expected["class"]:
        say("class", CLASSES.get(name, name))
    for address, states in expected.get("recipients", {}).items():
        for state in [states] if isinstance(states, str) else states:
            say("recipient", address, STATES[state])
    for name in expected.get("marks", []):
        say("reached", name)
    for name in expected.get("no_marks", []):
        say("unreached", name)
    for expression in expected.get("client_never_sends", []):
        say("at-most", posix(expression), 0)
    for expression, count in expected.get("client_sends_at_most", []):
        say("at-most", posix(expression), count)
    # What a terminal would obey is the printer's to escape.
    for text in expected.get("output_never_contains", []):
        if re.fullmatch("[ -~]+", text):
            say("secret", text)


def needs_labels(client):
    """Whether a domain outside ASCII has to become one of A-labels."""
    return any(not address.rpartition("@")[2].isascii()
               for address in [client["from"], *client["rcpts"]])


def main():
    cases = []
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as lines:
            cases += [json.loads(line) for line in lines if line.strip()]
    if os.environ.get("LIBIDN2") == "no":
        cases = [case for case in cases if not needs_labels(case["client"])]
    for case in cases:
        say("case", case["id"], case["title"])
        print_client(case["client"])
        print_expected(case["expect"])
        steps = Steps(case["client"])
        steps.all(case["steps"])
        for step in steps.done:
            say(*step)
    say("end", len(cases))


if __name__ == "__main__":
    main()
