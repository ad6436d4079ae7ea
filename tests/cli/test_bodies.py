# SPDX-License-Identifier: MIT
"""Where the bodies come from, and what arrives of them.

C028, C032, C038, C076, T19
"""

import os
import sys

from composing import (INVITATION, PLAIN, USAGE, WHO, compose, parse, parts,
                       text_of)
from harness import Suite, check, refuse, same, write

suite = Suite()
test = suite.test


@test
def a_text_given_here_gets_one_line_end(folder):
    message = compose(folder, *WHO, "-m", "One\\n")
    check(message.endswith(b"\r\n\r\nOne\\n\r\n"), repr(message[-20:]))


@test
def a_CR_at_its_end_is_no_part_of_that(folder):
    for text in ("One\r", "\r", "One\r\r"):
        part = parse(compose(folder, *WHO, "-m", text))
        same(part.get_payload(decode=True), (text + "\r\n").encode(),
             "the text of %r" % text)


@test
def standard_input_is_the_text(folder):
    same(text_of(compose(folder, *WHO, stdin=b"one\r\ntwo\n")), "one\ntwo\n",
         "the text")
    same(text_of(compose(folder, *WHO, "--text", "-", stdin=b"x\n")), "x\n",
         "the text")


@test
def with_a_part_the_body_has_to_be_said(folder):
    write(folder, "file", "x\n")
    for part in (["-a", "file"], ["-i", "file"], ["--attach-message", "file"],
                 ["--attach-all", "file", "--"]):
        result = refuse(USAGE, ["compose", *WHO, *part], folder, stdin=b"x\n")
        check(b"hint: " in result.err and b"--no-text" in result.err,
              str(result))


@test
def no_text_leaves_the_parts_alone(folder):
    write(folder, "a.bin", b"\0\1")
    same([p.get_content_type()
          for p in parts(compose(folder, *WHO, "--no-text", "-a", "a.bin"))],
         ["application/octet-stream"], "the parts")


@test
def an_empty_message_can_be_skipped(folder):
    for text in (b"", b" \r\n\t\n"):
        same(compose(folder, *WHO, "--skip-empty", stdin=text), b"", "output")
    same(compose(folder, *WHO, "--skip-empty", "-o", "x", stdin=b""), b"",
         "output")
    same(os.listdir(folder), [], "files")
    check(compose(folder, *WHO, "--skip-empty", stdin=b"x"), "no message")
    write(folder, "file", "x\n")
    check(compose(folder, *WHO, "--skip-empty", "-m", "", "-a", "file"),
          "no message in spite of a part")


BLANK = ["\ufeff", "\u00a0\n", "\u3000\u2000\u200a\u2028\x85", "\ufeff \r\n",
         " " * 4095 + "\u3000", "\f\v"]
NOT_BLANK = ["\u200b", " \u2060", "\u3001", "\ufeff.", "\u00e9",
             "\u3000" * 4000 + "x"]


@test
def white_space_of_every_kind_is_empty(folder):
    for text in BLANK:
        for octets in (text.encode(),
                       text.lstrip("\ufeff").encode("utf-16")):
            path = write(folder, "text", octets)
            same(compose(folder, *WHO, "--skip-empty", stdin=octets), b"",
                 "the message of %r" % text)
            same(compose(folder, *WHO, "--skip-empty", "--text", path), b"",
                 "the message of a file with %r" % text)
        same(compose(folder, *WHO, "--skip-empty", "-m", text), b"",
             "the message of -m %r" % text)
    for text in NOT_BLANK:
        for octets in (text.encode(),
                       text.lstrip("\ufeff").encode("utf-16")):
            check(compose(folder, *WHO, "--skip-empty", stdin=octets),
                  "no message of %r" % octets)


TEXTS = {
    "line ends": (b"a\r\nb\nc", "a\r\nb\r\nc"),
    "a byte order mark": (b"\xef\xbb\xbfhello\n", "hello\r\n"),
    "a lone CR": (b"a\rb\n", "a\rb\r\n"),
    "CR CR LF": (b"a\r\r\nb\n", "a\r\r\nb\r\n"),
    "no final line end": ("grün".encode(), "grün"),
    "trailing blanks": (b"one \ntwo\t\n", "one \r\ntwo\t\r\n"),
    "dots and From": (b".\n..\nFrom x\n", ".\r\n..\r\nFrom x\r\n"),
    "a full last line": ("\u00fc\n".encode() + 76 * b"z",
                         "\u00fc\r\n" + 76 * "z"),
    "a dot at the end of a full last line": (
        "\u00fc\n".encode() + 75 * b"z" + b".", "\u00fc\r\n" + 75 * "z" + "."),
}


def carries_text(folder, octets, wanted):
    message = compose(folder, *WHO, "--text",
                      write(folder, "text", octets))
    part = parse(message)
    content = part.get_payload(decode=True).decode(
        part.get_content_charset("us-ascii"))
    if not wanted.endswith("\n") and content.endswith("\r\n"):
        content = content[:-2]  # The end of the message, if it is not encoded.
    same(content, wanted, "the text")


for text_name, text_row in TEXTS.items():
    suite.add("a text with %s arrives as it has to" % text_name,
              lambda folder, row=text_row: carries_text(folder, *row))


@test
def a_byte_order_mark_counts_more_than_the_input_charset(folder):
    path = write(folder, "text", "\ufeffgrün\n")
    for kind in ("--text", "--html"):
        message = compose(folder, *WHO, kind, path, "--input-charset",
                          "koi8-r")
        same(text_of(message), "grün\n", "the text of " + kind)


@test
def HTML_says_its_own_charset(folder):
    path = write(folder, "page.html", '<meta charset="iso-8859-1"><p>ü</p>\n'
                 .encode("latin-1"))
    message = compose(folder, *WHO, "--html", path)
    check("<p>ü</p>" in text_of(message), "the HTML is not decoded")


@test
def a_calendar_is_an_alternative_and_an_attachment(folder):
    write(folder, "invite.ics", INVITATION)
    message = compose(folder, *PLAIN, "--calendar", "invite.ics")
    root = parse(message)
    same([p.get_content_type() for p in root.iter_parts()][0],
         "multipart/alternative", "the first part")
    alternative, copy = root.iter_parts()
    last = list(alternative.iter_parts())[-1]
    same((last.get_content_type(), last["content-type"].params["method"]),
         ("text/calendar", "REQUEST"), "the last alternative")
    same(copy.get_filename(), "invite.ics", "the copy's name")
    same(copy.get_payload(decode=True), INVITATION.encode(), "the copy")


if __name__ == "__main__":
    sys.exit(suite.main())
