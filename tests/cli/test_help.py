# SPDX-License-Identifier: MIT
"""Help, version, and what reaches a terminal.

T14
"""

import re
import sys

import harness
from composing import PLAIN, WHO
from harness import Suite, check, refuse, run, same, succeed, write

suite = Suite()
test = suite.test


@test
def help_and_version_are_asked_for(folder):
    for args in (["--help"], ["-h"], ["compose", "--help"],
                 ["encode", "--help"], ["decode", "--help"]):
        check(b"mimewright" in succeed(args, folder), "no help")
    check(re.match(rb"mimewright \d+\.\d+", succeed(["--version"], folder)),
          "no version")
    same(succeed(["-V"], folder), succeed(["--version"], folder), "-V")
    shown = succeed(["compose", "--help"], folder)
    for option in (b"--attach", b"--charset", b"--dry-run", b"--seed"):
        check(option in shown, "no %s in the help" % option)


HOSTILE = ("a\x1b[31mb", "a\x07b", "a\x7fb", "a\u202eb", "a\u0085b",
           "a\nmimewright: lies", "%s%n%d", "a\u2066b")


@test
def hostile_names_are_escaped_in_errors(folder):
    for name in HOSTILE:
        refuse(66, ["compose", *PLAIN, "-a", name], folder)
        result = run(["compose", *WHO, "-m", "x", "-t", name], folder)
        check(result.status in (64, 65), str(result))
        harness.check_error_lines(result)
    result = run(["compose", *PLAIN, "-a", b"bad\xff\xfename"], folder)
    same(result.status, 66, "the status")
    harness.check_error_lines(result)


@test
def hostile_names_are_escaped_in_a_drawing(folder):
    for name in HOSTILE:
        if "\n" in name:
            continue
        write(folder, name, b"\0")
        result = run(["compose", *PLAIN, "-a", name, "-n"], folder)
        shown = (result.out or result.err).decode()
        check(all(line.isprintable() or not line for line
                  in shown.split("\n")), repr(shown))


@test
def options_of_other_programs_are_pointed_to_what_is_here(folder):
    for argument, named in (
            ("-t", "--envelope-to"), ("-ti", "--envelope-to"),
            ("--to=b@example.test", "--envelope-to"),
            ("-fa@example.test", "--envelope-from"), ("-oi", "sendmail"),
            ("-bm", "sendmail"), ("-s", "compose --submit")):
        refuse(64, ["send", argument], folder,
               argument.split("=")[0][:2], "hint: ", named)


if __name__ == "__main__":
    sys.exit(suite.main())
