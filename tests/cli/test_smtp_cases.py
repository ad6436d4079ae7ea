# SPDX-License-Identifier: MIT
"""Replays every scripted server dialogue through the command.

The judge looks at what the client sent, at the exit status, and at what the
JSON line says of each recipient. Most of the time is spent waiting, so some
cases are played at once. MIMEWRIGHT_CASES names other files of cases, with
":" between.
"""

import concurrent.futures
import json
import os
import re
import shutil
import sys
import tempfile

import harness
import replay_certificates
import smtp_driver
from harness import Skip, Suite, check

CASES = os.environ.get("MIMEWRIGHT_CASES", ":".join(
    os.path.join(harness.TOP, "testdata", "cases", name)
    for name in ("smtp.jsonl", "smtp_more.jsonl")))
AT_ONCE = 6


def load():
    cases = []
    for name in CASES.split(":"):
        with open(name, encoding="utf-8") as lines:
            cases += [json.loads(line) for line in lines if line.strip()]
    return cases


def make_certificates(cases, folder):
    """All that the cases need, before any is played."""
    kinds = set(re.findall(r'"cert": "(\w+)"', json.dumps(cases)))
    for kind in sorted(kinds | {"good"}):
        replay_certificates.make_certs(folder, kind)


def play(case, folder, certificates):
    own = os.path.join(folder, case["id"])
    os.mkdir(own)
    return smtp_driver.play(case, own, certificates)


def verdict(future):
    """A test that says what came of a case played before."""
    def test(folder):
        complaints, explanation = future.result()
        check(not complaints, "\n".join(complaints + [explanation]))
    return test


def needs_idn(case):
    """Whether the server's name, or an address, needs A-labels."""
    client = case["client"]
    return not all(text.isascii() for text in
                   [client.get("tls_host", ""), client.get("from", "")]
                   + client.get("rcpts", []))


def refuse(reason):
    def test(folder):
        raise Skip(reason)
    return test


def main():
    suite = Suite()
    cases = [case for case in load() if len(sys.argv) < 2
             or any(word in case["id"] for word in sys.argv[1:])]
    folder = tempfile.mkdtemp(prefix="mimewright-test.")
    try:
        if shutil.which("openssl") is None:
            for case in cases:
                suite.add(case["id"], refuse("no openssl command"))
            return suite.main()
        make_certificates(cases, folder)
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for case in cases:
                if needs_idn(case) and os.environ.get("LIBIDN2") == "no":
                    test = refuse(harness.LEFT_OUT)
                else:
                    test = verdict(pool.submit(play, case, folder, folder))
                suite.add("%s %s" % (case["id"], case["title"]), test)
            return suite.main()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
