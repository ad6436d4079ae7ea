# SPDX-License-Identifier: MIT
"""The demonstration message of autogen.sh, as Python's email and GMime see it.

The command line is the one of autogen.sh itself.
"""

import base64
import hashlib
import os
import re
import shlex
import subprocess
import sys

from outlines import Parsers

import harness
from harness import TOP, Suite, check, read, same, write

DEMO = os.path.join(TOP, "testdata", "demo")

parsers = Parsers()
suite = Suite()


def demonstrate(folder):
    """What the function of autogen.sh prints, with the tested command."""
    with open(os.path.join(TOP, "autogen.sh"), encoding="utf-8") as script:
        function = re.search(r"^demonstrate\(\) \{\n.*?^\}\n", script.read(),
                             re.M | re.S)
    check(function is not None, "autogen.sh has no demonstration")
    tool = write(folder, "mimewright", '#!/bin/sh\nexec %s "$@"\n' % " ".join(
        map(shlex.quote, harness.UNDER + [harness.PROGRAM])))
    os.chmod(tool, 0o755)
    done = subprocess.run(
        ["sh", "-c", "root=%s; build=%s\n%s\ndemonstrate" % (
            shlex.quote(TOP), shlex.quote(folder), function.group(0))],
        env=harness.environment(folder, None), cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    same((done.returncode, done.stderr), (0, b""), "the demonstration")
    return done.stdout


def digest(octets):
    return hashlib.sha256(octets).hexdigest()


@suite.test
def the_demonstration_is_what_was_meant(folder):
    logo = base64.b64decode(read(os.path.join(DEMO, "logo.png.base64")))
    parsers.compare(folder, demonstrate(folder), {
        "subject": ["Übersicht für Grace: the figures of this quarter"],
        "from": [[["Ada Example", "ada@example.org"]]],
        "to": [[["Grace Example", "grace@example.net"]]],
        "tree": ["multipart/mixed",
                 ["multipart/alternative", "text/plain",
                  ["multipart/related", "text/html", "image/png"]],
                 "text/csv", "application/pdf"],
        "leaves": [
            {"text": read(os.path.join(DEMO, "letter.txt")).decode()},
            {"text": read(os.path.join(DEMO, "letter.html")).decode()},
            {"sha256": digest(logo), "disposition": "inline",
             "cid": "logo@example.org", "filename": "logo.png"},
            {"sha256": digest(read(os.path.join(DEMO, "report.csv"))),
             "disposition": "attachment", "filename": "report.csv"},
            {"sha256": digest(read(os.path.join(DEMO, "overview.pdf"))),
             "disposition": "attachment", "filename": "Übersicht 2026.pdf",
             "name": "Übersicht 2026.pdf"}]})


if __name__ == "__main__":
    sys.exit(suite.main())
