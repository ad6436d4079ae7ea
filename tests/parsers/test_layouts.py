# SPDX-License-Identifier: MIT
"""The layout of every combination of text, HTML, inline part, calendar and
attachment, as Python's email and GMime see it.

C037, C038, C058, C063, C076
"""

import hashlib
import sys

from outlines import Parsers

from composing import INVITATION, USAGE
from harness import Suite, refuse, succeed, write

MIXED, RELATED = "multipart/mixed", "multipart/related"
ALTERNATIVE = "multipart/alternative"
TEXT, HTML, CALENDAR = "text/plain", "text/html", "text/calendar"
IMAGE, FILE = "image/png", "application/octet-stream"
COPY = "application/ics"  # the calendar again, as a file

PNG = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15"
       b"\xc4\x89")

# What is given, by its letter, and the tree that becomes of it.
LAYOUTS = {
    "T": TEXT,
    "H": HTML,
    "TH": [ALTERNATIVE, TEXT, HTML],
    "I": IMAGE,
    "TI": [MIXED, TEXT, IMAGE],
    "HI": [RELATED, HTML, IMAGE],
    "THI": [ALTERNATIVE, TEXT, [RELATED, HTML, IMAGE]],
    "C": [MIXED, CALENDAR, COPY],
    "TC": [MIXED, [ALTERNATIVE, TEXT, CALENDAR], COPY],
    "HC": [MIXED, [ALTERNATIVE, HTML, CALENDAR], COPY],
    "THC": [MIXED, [ALTERNATIVE, TEXT, HTML, CALENDAR], COPY],
    "IC": [MIXED, CALENDAR, IMAGE, COPY],
    "TIC": [MIXED, [ALTERNATIVE, TEXT, CALENDAR], IMAGE, COPY],
    "HIC": [MIXED, [ALTERNATIVE, [RELATED, HTML, IMAGE], CALENDAR], COPY],
    "THIC": [MIXED, [ALTERNATIVE, TEXT, [RELATED, HTML, IMAGE], CALENDAR],
             COPY],
    "A": FILE,
    "TA": [MIXED, TEXT, FILE],
    "HA": [MIXED, HTML, FILE],
    "THA": [MIXED, [ALTERNATIVE, TEXT, HTML], FILE],
    "IA": [MIXED, IMAGE, FILE],
    "TIA": [MIXED, TEXT, IMAGE, FILE],
    "HIA": [MIXED, [RELATED, HTML, IMAGE], FILE],
    "THIA": [MIXED, [ALTERNATIVE, TEXT, [RELATED, HTML, IMAGE]], FILE],
    "CA": [MIXED, CALENDAR, FILE, COPY],
    "TCA": [MIXED, [ALTERNATIVE, TEXT, CALENDAR], FILE, COPY],
    "HCA": [MIXED, [ALTERNATIVE, HTML, CALENDAR], FILE, COPY],
    "THCA": [MIXED, [ALTERNATIVE, TEXT, HTML, CALENDAR], FILE, COPY],
    "ICA": [MIXED, CALENDAR, IMAGE, FILE, COPY],
    "TICA": [MIXED, [ALTERNATIVE, TEXT, CALENDAR], IMAGE, FILE, COPY],
    "HICA": [MIXED, [ALTERNATIVE, [RELATED, HTML, IMAGE], CALENDAR], FILE,
             COPY],
    "THICA": [MIXED, [ALTERNATIVE, TEXT, [RELATED, HTML, IMAGE], CALENDAR],
              FILE, COPY],
}

CONTENTS = {"T": ("text.txt", b"Gr\xc3\xbc\xc3\x9fe\n"),
            "H": ("page.html", b'<img src="cid:logo@example.test">\n'),
            "I": ("logo.png", PNG), "C": ("invite.ics", INVITATION.encode()),
            "A": ("data.bin", b"\0\1\2\3\xff")}

OPTIONS = {"T": ["--text", "text.txt"], "H": ["--html", "page.html"],
           "I": ["-i", "logo.png", "--cid", "logo@example.test"],
           "C": ["--calendar", "invite.ics"], "A": ["-a", "data.bin"]}

WHO = ["compose", "-f", "a@example.test", "-t", "b@example.test", "-s", "x"]

parsers = Parsers()


def exact(letter, **more):
    name, octets = CONTENTS[letter]
    return dict(sha256=hashlib.sha256(octets).hexdigest(), filename=name,
                **more)


LEAVES = {
    TEXT: {"text": CONTENTS["T"][1].decode(), "disposition": None},
    HTML: {"text": CONTENTS["H"][1].decode()},
    CALENDAR: {"text": INVITATION, "method": "REQUEST"},
    IMAGE: exact("I", disposition="inline", cid="logo@example.test"),
    COPY: exact("C", disposition="attachment", type=COPY, method=None),
    FILE: exact("A", disposition="attachment"),
}


def types(tree):
    """The tree as parsers see it."""
    if isinstance(tree, str):
        return tree
    return [types(child) for child in tree]


def leaf_types(tree):
    if isinstance(tree, str):
        return [tree]
    return [kind for child in tree[1:] for kind in leaf_types(child)]


def lay_out(given, folder):
    args = list(WHO)
    if not {"T", "H"} & set(given):
        args.append("--no-text")
    for letter in given:
        write(folder, *CONTENTS[letter])
        args += OPTIONS[letter]
    tree = LAYOUTS[given]
    meant = {"tree": types(tree), "subject": ["x"],
             "leaves": [LEAVES[kind] for kind in leaf_types(tree)]}
    parsers.compare(folder, succeed(args, folder), meant)


def nothing(folder):
    refuse(USAGE, WHO + ["--no-text"], folder)


def order_does_not_matter(folder):
    """Options in another order make the same tree."""
    for letter in CONTENTS:
        write(folder, *CONTENTS[letter])
    args = WHO + [word for letter in "ICHTA" for word in OPTIONS[letter]]
    parsers.compare(folder, succeed(args, folder),
                    {"tree": types(LAYOUTS["THICA"])})


def main():
    suite = Suite()
    suite.add("nothing at all is refused", nothing)
    for given in LAYOUTS:
        suite.add("%s has its outline" % given,
                  lambda folder, given=given: lay_out(given, folder))
    suite.add("the order of options does not matter", order_does_not_matter)
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
