# SPDX-License-Identifier: MIT
"""encode and decode, each the way back of the other.

C026, C030, C043
"""

import base64
import sys

import harness
from composing import USAGE
from harness import Suite, check, refuse, run, same, succeed, write

suite = Suite()
test = suite.test


ROUND = (b"", b"a", b"ab", b"abc", bytes(range(256)) * 5, b"x" * 1000,
         b"a = b\r\nline \r\n.\r\nFrom x\r\n")


@test
def what_is_encoded_decodes_to_itself(folder):
    for form in ("base64", "base64url", "quoted-printable"):
        for wrap in ([], ["--wrap", "0"], ["--wrap", "20"]):
            for octets in ROUND:
                coded = succeed(["encode", form, *wrap], folder, stdin=octets)
                # Quoted-printable is for text, whose lines end as they do.
                wanted = (octets.replace(b"\r\n", b"\n")
                          if form == "quoted-printable" else octets)
                same(succeed(["decode", form], folder, stdin=coded), wanted,
                     "%s %s" % (form, wrap))


@test
def base64_is_wrapped_as_told(folder):
    octets = bytes(100)
    same(succeed(["encode", "base64"], folder, stdin=octets).split(),
         [base64.b64encode(octets)[:76], base64.b64encode(octets)[76:]],
         "the lines")
    same(succeed(["encode", "base64", "--wrap", "0"], folder,
                 stdin=octets).strip(), base64.b64encode(octets), "one line")


@test
def texts_for_headers_decode_to_themselves(folder):
    for form in ("header", "parameter", "xtext"):
        for text in ("plain", "Grüße  an alle", "日本語" * 30, "a+b=c;d\"e\\",
                     "=?utf-8?q?x?="):
            if form == "xtext" and not text.isascii():
                continue
            text = "title=" + text if form == "parameter" else text
            coded = succeed(["encode", form], folder, stdin=text.encode())
            check(coded.isascii(), "%r is not ASCII" % coded)
            back = succeed(["decode", form], folder, stdin=coded)
            same(back.decode().rstrip("\n"), text, form)


@test
def a_file_can_be_encoded(folder):
    path = write(folder, "a.bin", b"\0\1\2")
    same(succeed(["encode", "base64", path], folder).strip(), b"AAEC", "it")
    refuse(66, ["encode", "base64", "missing"], folder, "missing")
    refuse(USAGE, ["encode", "rot13"], folder, "rot13")
    refuse(USAGE, ["encode"], folder)


@test
def what_is_no_base64_is_refused(folder):
    result = run(["decode", "base64"], folder, stdin=b"A\xff===x")
    check(result.status == 65, str(result))
    harness.check_error_lines(result)


@test
def lines_have_room_for_a_character(folder):
    for form, least in (("base64", 4), ("base64url", 4),
                        ("quoted-printable", 16)):
        for length in (1, least - 1):
            refuse(USAGE, ["encode", form, "--wrap", str(length)], folder,
                   "--wrap", str(least))
        succeed(["encode", form, "--wrap", str(least)], folder,
                stdin=bytes(100))
    refuse(USAGE, ["encode", "xtext", "--wrap", "10"], folder, "--wrap")


@test
def the_file_that_does_not_decode_is_named(folder):
    write(folder, "bad.txt", "=x\n")
    for form in ("base64", "quoted-printable"):
        refuse(65, ["decode", form, "bad.txt"], folder, "bad.txt: line 1")
        refuse(65, ["decode", form], folder, "standard input: line 1",
               stdin=b"=x\n")


if __name__ == "__main__":
    sys.exit(suite.main())
