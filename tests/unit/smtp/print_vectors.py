# SPDX-License-Identifier: MIT
"""Prints what test_vectors.c replays of testdata/cases/vectors.jsonl.

usage: print_vectors.py VECTORS

These are logins, whose nonces the command draws, and the times of waits,
which no test can wait for. Lines are written as print_cases.py writes them:

    case ID KIND
    mechanisms, user, password    of the login
    authorize NAME                who to act as
    nonce TEXT                    the client's
    challenge OCTETS              of the server, without base64
    says OCTETS                   what the client answers
    believes OCTETS               what proves the server
    waits NAME SECONDS
"""

import base64
import json
import sys

from print_cases import say


def response(expected):
    """What a mechanism with one response says, without base64."""
    if "response" in expected:
        return expected["response"]
    if "response_base64" in expected:
        return base64.b64decode(expected["response_base64"])
    return base64.b64decode(expected["command"].split(" ")[2].rstrip("=")
                            + "==")


def print_scram(given, expected):
    say("nonce", given["client_nonce"])
    say("says", expected["client_first"])
    say("challenge", given["server_first"])
    say("says", expected["client_final"])
    say("believes", expected["server_final"])


def print_login(given, expected):
    for word, key in (("mechanisms", "mech"), ("user", "user"),
                      ("password", "password")):
        if key in given:
            say(word, given[key])
    if given["mech"].startswith("SCRAM-"):
        return print_scram(given, expected)
    say("authorize", given.get("authzid", ""))
    say("challenge", given.get("challenge", ""))
    say("says", response(expected))


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        vectors = [vector for vector in map(json.loads, lines)
                   if vector["kind"] in ("sasl", "timeouts")]
    for vector in vectors:
        say("case", vector["id"], vector["kind"])
        if vector["kind"] == "sasl":
            print_login(vector["input"], vector["expect"])
        else:
            say("waits", vector["input"], vector["expect"])
    say("end", len(vectors))


if __name__ == "__main__":
    main()
