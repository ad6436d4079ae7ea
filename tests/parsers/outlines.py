# SPDX-License-Identifier: MIT
"""What two foreign parsers see in a message, compared with what was meant.

"Meant" is a dict: subject, from, to and other address fields as the outlines
have them, fields (name to decoded body), tree (a type, or a list of the type
of a multipart and its children), and leaves: one dict each, of which every
key is compared. text and alike are the characters of a text, sha256 the
digest of exact octets.
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))

import harness  # noqa: E402
import python_outline  # noqa: E402
from harness import Skip, check, same  # noqa: E402

ADDRESS_FIELDS = python_outline.ADDRESS_FIELDS

# White space between two encoded-words of a display name does not count (RFC
# 2047, section 6.2); many releases of Python keep it.
PYTHON_KEEPS_SPACES = python_outline.message_outline(
    b"To: =?utf-8?q?a?=\r\n =?utf-8?q?b?= <x@example.test>\r\n\r\n"
)["to"] != [["ab", "x@example.test"]]


def build_gmime(folder):
    """Compiles gmime_outline.c; the program, or None where GMime is not."""
    program = os.path.join(folder, "gmime_outline")
    try:
        flags = shlex.split(subprocess.run(
            ["pkg-config", "--cflags", "--libs", "gmime-3.0"], check=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            universal_newlines=True).stdout)
        subprocess.run(shlex.split(os.environ.get("CC") or "cc")
                       + [os.path.join(HERE, "gmime_outline.c"), "-o", program]
                       + flags, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return program


class Parsers:
    """Both parsers; where GMime is missing its half is skipped aloud."""

    def __init__(self):
        self.folder = self.program = None

    def gmime(self, path):
        if self.folder is None:
            self.folder = os.path.dirname(os.path.dirname(path))
            self.program = build_gmime(self.folder)
        if self.program is None:
            raise Skip("GMime 3 cannot be compiled with here")
        done = subprocess.run([self.program, path], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        check(done.returncode == 0, "GMime: %r" % done.stderr)
        return json.loads(done.stdout)

    def compare(self, folder, message, meant):
        """Both have to see in MESSAGE, octets, what was MEANT."""
        path = harness.write(folder, "message.eml", message)
        seen = python_outline.message_outline(message)
        compare(seen, meant, "Python")
        other = self.gmime(path)
        compare(other, meant, "GMime")
        compare_parts(seen["tree"], other["tree"])


def shape(part):
    if not part["parts"] or not part["type"].startswith("multipart/"):
        return part["type"]
    return [part["type"]] + [shape(child) for child in part["parts"]]


def leaves(part):
    if part["type"].startswith("multipart/"):
        return [leaf for child in part["parts"] for leaf in leaves(child)]
    return [part]


def canonical(text):
    """The characters of a text as mail has them."""
    text = text[1:] if text.startswith("\ufeff") else text
    return re.sub("\r\n|\n", "\r\n", text)


def text_digests(text, charset):
    """Digests of TEXT in CHARSET, with and without a final line end."""
    whole = canonical(text)
    forms = {whole, whole + "\r\n"}
    if whole.endswith("\r\n"):
        forms.add(whole[:-2])
    return {hashlib.sha256(form.encode(charset)).hexdigest()
            for form in forms}


def compare(seen, meant, who):
    if "subject" in meant:
        check((seen["subject"] or "") in [s or "" for s in meant["subject"]],
              "%s: subject is %r, not %r" % (who, seen["subject"],
                                             meant["subject"]))
    for name in ADDRESS_FIELDS:
        if name in meant:
            blank = who == "Python" and PYTHON_KEEPS_SPACES
            got = plain_addresses(seen[name], blank)
            check(got in [plain_addresses(a, blank) for a in meant[name]],
                  "%s: %s is %s, not %s" % (who, name, harness.brief(got),
                                            harness.brief(meant[name])))
    fields = {name.lower(): body for name, body in seen["fields"]}
    for name, body in meant.get("fields", {}).items():
        same(fields.get(name.lower()), body, "%s: %s" % (who, name))
    if "tree" in meant:
        same(shape(seen["tree"]), meant["tree"], "%s: the tree" % who)
    if "leaves" in meant:
        found = leaves(seen["tree"])
        same(len(found), len(meant["leaves"]), "%s: the parts" % who)
        for leaf, wanted in zip(found, meant["leaves"]):
            compare_leaf(leaf, wanted, who)


def compare_leaf(leaf, wanted, who):
    for key, value in wanted.items():
        what = "%s: %s of %s" % (who, key, leaf["type"])
        if key == "text":
            charset = leaf["charset"] or "us-ascii"
            check(leaf["sha256"] in text_digests(value, charset),
                  "%s in %s differs" % (what, charset))
        elif key == "name":
            # The name for old clients may be left out where it is long.
            check(leaf["name"] in (None, value), "%s is %r, not %r" % (
                what, leaf["name"], value))
        else:
            same(leaf[key], value, what)


def plain_addresses(addresses, blank):
    """With domains as A-labels, which each parser shows as it likes; with
    names without their spaces where BLANK."""
    found = []
    for one in addresses:
        if isinstance(one, dict):
            found.append({"group": one["group"], "members":
                          plain_addresses(one["members"], blank)})
        else:
            name = re.sub(r"\s", "", one[0]) if blank else one[0]
            local, at, domain = one[1].rpartition("@")
            if not domain.isascii():
                domain = domain.encode("idna").decode()
            found.append([name, local + at + domain])
    return found


def compare_parts(one, other):
    """What both parsers see of each part has to be the same."""
    for key in ("type", "charset", "disposition", "filename", "cid",
                "method", "start", "root", "sha256", "size"):
        same(other.get(key), one.get(key), "GMime and Python: %s" % key)
    same(len(other["parts"]), len(one["parts"]), "GMime and Python: parts")
    for left, right in zip(one["parts"], other["parts"]):
        compare_parts(left, right)
