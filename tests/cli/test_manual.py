# SPDX-License-Identifier: MIT
"""The manual page names every option that the help does, and no other, and
every key of the lines of JSON.

The help is printed from the table that the parser reads, so the three agree.
"""

import json
import os
import re
import shutil
import subprocess
import sys

from composing import PLAIN
from harness import TOP, Skip, Suite, check, read, run, same, succeed
from submitting import PLAIN_SESSION, Served

MANUAL = os.path.join(TOP, "doc", "mimewright.1")
COMMANDS = ("compose", "send", "sendmail", "probe", "encode", "decode")

suite = Suite()
test = suite.test


def helped(folder):
    """The names of all options that the help of a command shows."""
    return {name.decode()
            for command in COMMANDS
            for name in re.findall(rb"^  (?:-\w, |    )--([a-z0-9-]+)",
                                   succeed([command, "--help"], folder),
                                   re.M)}


def lettered(folder):
    """The letters of those that have one, as "f from"."""
    return {"%s %s" % (letter.decode(), name.decode())
            for command in COMMANDS
            for letter, name in re.findall(rb"^  -(\w), --([a-z0-9-]+)",
                                           succeed([command, "--help"],
                                                   folder), re.M)}


def items():
    """The lines of the manual that an option stands on."""
    lines = read(MANUAL).decode("ascii").split("\n")
    return [line for line in lines if line.startswith(".It Fl ")]


@test
def every_option_is_in_the_manual_and_none_else(folder):
    named = {name for line in items()
             for name in re.findall(r"Fl -([a-z0-9-]+)", line)}
    check(len(named) > 50, "only %d options" % len(named))
    same(sorted(named), sorted(helped(folder)), "what the manual names")


@test
def every_letter_is_in_the_manual_and_none_else(folder):
    named = {"%s %s" % pair for line in items() for pair in
             re.findall(r"^\.It Fl (\w) , Fl -([a-z0-9-]+)", line)}
    same(sorted(named), sorted(lettered(folder)), "what the manual names")


def keys(value):
    """The keys of the objects in VALUE, but of the phases' times."""
    if isinstance(value, list):
        return set().union(*map(keys, value))
    if not isinstance(value, dict):
        return set()
    return set(value) | set().union(*(
        keys(inner) for name, inner in value.items() if name != "seconds"))


@test
def every_key_of_json_is_in_the_manual_and_none_else(folder):
    manual = read(MANUAL).decode("ascii")
    section = manual[manual.index(".Sh JSON"):manual.index(".Sh EXAMPLES")]
    named = {word for line in re.findall(r"^\.(?:It )?Ic (.*)", section, re.M)
             for word in re.findall(r"[a-z][a-z0-9_]+", line)}
    named |= set(re.findall(r"Pq Ic ([a-z]+) , ([a-z]+)", section)[0])
    with Served(folder, PLAIN_SESSION) as served:
        lines = [run([*PLAIN, "--json", *args], folder).out for args in (
            ["-n"], ["-o", "letter"], ["-n", "-t", "nobody"],
            ["--submit", "--server", served.url, "--tls", "off"],
            ["--submit", "--server", "smtp://127.0.0.1:1"])]
    printed = set().union(*(keys(json.loads(line)) for line in lines))
    # Of a session with TLS.
    printed |= {"version", "cipher", "peer", "verified"}
    same(sorted(named), sorted(printed), "what the manual names")


@test
def mandoc_has_nothing_to_say(folder):
    if shutil.which("mandoc") is None:
        raise Skip("no mandoc")
    said = subprocess.run(["mandoc", "-Tlint", "-Wwarning", MANUAL],
                          capture_output=True, text=True, cwd=folder)
    same(said.stdout, "", "what mandoc says")


if __name__ == "__main__":
    sys.exit(suite.main())
