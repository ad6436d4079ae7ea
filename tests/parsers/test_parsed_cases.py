# SPDX-License-Identifier: MIT
"""Python's email and GMime see in every composer case what was meant.

C007-C009, C043-C049, C054-C056, T18, T19
"""

import base64
import os
import re
import sys

from outlines import Parsers

import case_driver
import harness
from harness import Skip, Suite

CASES = os.environ.get("MIMEWRIGHT_CASES", os.path.join(
    harness.TOP, "testdata", "cases", "compose.jsonl"))

# Where a parser does not read what stands there by the RFC, and why that is
# its fault; the strict checker of tests/cli has read these too.
EXCEPTIONS = {}

parsers = Parsers()


def parse_tree(text):
    """multipart/mixed(text/plain,image/png) as the outlines have it."""
    words = re.findall(r"[^(),]+|[()]", text)
    stack = [[]]
    for word in words:
        if word == "(":
            stack.append([stack[-1].pop()])
        elif word == ")":
            whole = stack.pop()
            stack[-1].append(whole)
        else:
            stack[-1].append(word)
    return stack[0][0]


def meant_by(expect):
    """What a case expects, in the form that outlines.py compares."""
    meant = {}
    if "subject" in expect:
        meant["subject"] = [expect["subject"]] + expect.get("subject_any", [])
    for name in ("from", "to", "cc", "reply-to", "sender"):
        if name in expect:
            meant[name] = [expect[name]] + expect.get(name + "_any", [])
    if isinstance(expect.get("tree"), str):
        meant["tree"] = parse_tree(expect["tree"])
    meant["fields"] = {name: body for name, body
                       in expect.get("headers", {}).items()
                       if isinstance(body, str)}
    return meant


def meant_leaves(expect):
    """The leaves, where the case says all of them; None else."""
    texts = []
    for kind in ("text", "html"):
        value = expect.get(kind)
        if isinstance(value, dict):
            value = b"".join(base64.b64decode(unit) * count for unit, count
                             in value["bytes_gen"]).decode()
        if value is not None and kind + "_any" not in expect:
            texts.append({"text": value})
        elif kind + "_any" in expect:
            texts.append({})
    files = [{key: one[key] for key in ("filename", "sha256") if key in one
              and "filename_any" not in one}
             for one in expect.get("attachments", [])]
    return texts + files if texts else None


def see(case, folder):
    if case["id"] in EXCEPTIONS:
        raise Skip(EXCEPTIONS[case["id"]])
    command = case_driver.Command(case, folder)
    if command.kinds & {"grow", "shrink", "stdout_closed", "output_full"}:
        raise Skip("makes no whole message")
    result = command.run()
    if result.status:
        raise Skip("refused, as it may be")
    meant = meant_by(case["expect"])
    leaves = meant_leaves(case["expect"])
    if leaves is not None:
        meant["leaves"] = leaves
    parsers.compare(folder, result.out, meant)


def main():
    suite = Suite()
    for case in case_driver.load(CASES):
        if case["expect"]["outcome"] != "refuse":
            suite.add("%s %s: %s" % (case["id"], case["class"],
                                     case["title"]),
                      lambda folder, case=case: see(case, folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
