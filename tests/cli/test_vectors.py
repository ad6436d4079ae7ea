# SPDX-License-Identifier: MIT
"""Replays the known answers of the RFCs through the command.

Where an encoder may choose among legal forms, its result is decoded again
by Python and compared with what went in. What the submitter says and hears
is in submitting_vectors.py; what the command does not show of it is replayed
by tests/unit/smtp/test_vectors.c.

C006, C026-C029, C030, C043-C049, C054-C057, C070, C143
"""

import base64
import datetime
import email.utils
import json
import os
import quopri
import re
import sys

import message_checker
import harness
import submitting_vectors
from harness import Suite, check, field, same, succeed

VECTORS = os.environ.get("MIMEWRIGHT_VECTORS", os.path.join(
    harness.TOP, "testdata", "cases", "vectors.jsonl"))

PLAIN = ["-f", "a@example.test", "-s", "Vector", "-m", "Hello."]


def octets(value):
    if isinstance(value, dict):
        return (base64.b64decode(value["base64"]) if "base64" in value
                else bytes(value["zero_bytes"]))
    return value.encode()


def encode(form, vector, folder, *more):
    return succeed(["encode", form, *more], folder,
                   stdin=octets(vector["input"]))


def decode(form, text, folder):
    return succeed(["decode", form], folder, stdin=text.encode())


def compose(folder, *args):
    return succeed(["compose", *args, *PLAIN], folder)


def headed(folder, text):
    """The message with the fields of TEXT, folded as they are."""
    path = harness.write(folder, "fields", text.replace("\r\n", "\n") + "\n")
    return compose(folder, "--header-file", path)


# -- one function a kind

def rfc2047_decode_header(vector, folder):
    shown = decode("header", vector["input"], folder).decode()
    same(shown.rstrip("\n"), vector["expect"], "what it decodes to")


def address_parse(vector, folder):
    if "=?" in vector["input"]:
        # An address that is typed is taken as typed; these are to be read.
        name, address = vector["expect"][0]
        shown = decode("header", vector["input"], folder).decode()
        return same(shown.rstrip("\n"), "%s <%s>" % (name, address),
                    "what it decodes to")
    message = headed(folder, "To: " + vector["input"])
    parser = message_checker.Check()
    same(parser.addresses(field(message, "To"), "To"), vector["expect"],
         "what To says")
    same(parser.why, [], "what is wrong with To")


def parameter_parse(vector, folder):
    shown = decode("parameter", vector["input"], folder).decode()
    wanted = vector["expect"]
    lines = dict(line.split("=", 1) for line in shown.splitlines()
                 if "=" in line)
    same({k.lower(): v for k, v in lines.items()}, wanted["params"],
         "what it decodes to")


def qp_decode(vector, folder):
    same(decode("quoted-printable", vector["input"], folder).decode(),
         vector["expect"], "what it decodes to")


def qp_encode(vector, folder):
    # The command prints lines as the system has them.
    coded = encode("quoted-printable", vector, folder)
    coded = re.sub(rb"\r?\n", b"\r\n", coded)
    for line in coded.split(b"\r\n"):
        check(len(line) <= 76 and line[-1:] not in (b" ", b"\t"),
              "bad line: %r" % line)
        check(re.search(rb"=(?![0-9A-F]{2}|$)", line) is None,
              "bad escape: %r" % line)
    same(quopri.decodestring(coded.replace(b"\r\n", b"\n")),
         octets(vector["input"]).replace(b"\r\n", b"\n"),
         "what it decodes to")
    same(coded.decode(), vector["expect"], "the encoded text")


def base64_vector(vector, folder):
    coded = encode("base64", vector, folder, "--wrap", "0")
    same(coded.strip().decode(), vector["expect"], "the encoded text")
    same(decode("base64", vector["expect"], folder), octets(vector["input"]),
         "what it decodes to")


def base64_lines(vector, folder):
    same(encode("base64", vector, folder).decode().split(), vector["expect"],
         "the encoded lines")


def flowed_encode(vector, folder):
    same(encode("flowed", vector, folder).decode(), vector["expect"],
         "encode")


def flowed_decode(vector, folder):
    same(decode("flowed", vector["input"], folder).decode(),
         vector["expect"], "decode")


def xtext_orcpt(vector, folder):
    coded = encode("xtext", vector, folder).decode().rstrip("\n")
    same("rfc822;" + coded, vector["expect"], "the encoded text")
    same(decode("xtext", coded, folder).decode(), vector["input"],
         "what it decodes to")


def idn_alabel(vector, folder):
    message = compose(folder, "-t", "info@%s.test" % vector["input"])
    same(field(message, "To"), "info@%s.test" % vector["expect"], "To")


def date_parse(vector, folder):
    message = compose(folder, "-t", "b@example.test", "--date",
                      vector["input"])
    got = email.utils.parsedate_to_datetime(field(message, "Date"))
    wanted = datetime.datetime.fromisoformat(vector["expect"])
    same((got, got.utcoffset()), (wanted, wanted.utcoffset()), "the date")


def unfold(vector, folder):
    message = succeed(
        ["compose", "-f", "a@example.test", "-t", "b@example.test", "-m", "x",
         "--header-file", harness.write(folder, "fields", "Subject: "
                                        + vector["input"] + "\n")], folder)
    same(field(message, "Subject"), vector["expect"], "the subject")


def eai_header(vector, folder):
    name, value = vector["input"].split(": ", 1)
    args = ["compose", "-H", "%s: %s" % (name, value), "-t", "b@example.test",
            "-s", "x", "-m", "x", "--utf8-headers"]
    same(field(succeed(args, folder), name), value, name)
    plan = json.loads(succeed(args + ["-n", "--json"], folder))
    check("SMTPUTF8" in plan["extensions"],
          "SMTPUTF8 is not among %s" % plan["extensions"])


KINDS = {
    "rfc2047-decode-header": rfc2047_decode_header,
    "address-parse": address_parse, "parameter-parse": parameter_parse,
    "qp-decode": qp_decode, "qp-encode": qp_encode, "base64": base64_vector,
    "base64-lines": base64_lines, "xtext-orcpt": xtext_orcpt,
    "flowed-encode": flowed_encode, "flowed-decode": flowed_decode,
    "idn-alabel": idn_alabel, "date-parse": date_parse, "unfold": unfold,
    "eai-header": eai_header, **submitting_vectors.KINDS,
}


def replay(vector, folder):
    kind = vector["kind"]
    check(kind in KINDS, "no way to replay a %s" % kind)
    KINDS[kind](vector, folder)


def main():
    suite = Suite()
    with open(VECTORS, encoding="utf-8") as lines:
        for vector in map(json.loads, lines):
            if submitting_vectors.is_shown(vector):
                suite.add("%s %s, %s" % (vector["id"], vector["kind"],
                                         vector["source"]),
                          lambda folder, vector=vector: replay(vector,
                                                               folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
