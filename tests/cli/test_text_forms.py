# SPDX-License-Identifier: MIT
"""The plain text as --flowed and --strip-ansi make it, and --amp beside it.

What is flowed is joined again by rules of this test's own, written from RFC
3676 and not from the program.
"""

import email
import email.policy
import sys

from composing import joined
from harness import Suite, check, refuse, same, succeed, write

USAGE = 64
WHO = ["-f", "ada@example.org", "-t", "grace@example.net", "--seed", "x"]

suite = Suite()
test = suite.test


def compose(folder, *args, stdin=b""):
    return email.message_from_bytes(
        succeed(["compose", *WHO, *args], folder, stdin=stdin),
        policy=email.policy.default)


def plain(message):
    return message.get_content().replace("\r\n", "\n")


@test
def a_long_line_is_cut_and_comes_back_a_short_one_stays(folder):
    # C064 C065 C145
    text = ("word " * 40).strip() + "\nshort\n  indented\nFrom me\n>x\n" \
        + "> " + ("quoted " * 30).strip() + "\n-- \nAda\n"
    message = compose(folder, "-m", text, "--flowed")
    content = plain(message)
    same(message.get_param("format"), "flowed", "format")
    same(message.get_param("delsp"), None, "delsp")
    check(all(len(line) <= 78 for line in content.split("\n")), content)
    same(joined(content, False),
         [(0, ("word " * 40).strip()), (0, "short"), (0, "  indented"),
          (0, "From me"), (0, ">x"), (1, ("quoted " * 30).strip()),
          (0, "-- "), (0, "Ada")], "what is shown")


@test
def ideographs_are_cut_with_delsp_and_so_are_words(folder):  # C066
    text = "\u6f22\u5b57" * 60 + "\n" + ("word " * 40).strip() + "\n"
    message = compose(folder, "-m", text, "--flowed")
    same(message.get_param("delsp"), "yes", "delsp")
    same([shown for _, shown in joined(plain(message), True)],
         text.split("\n")[:-1], "what is shown")


@test
def the_codec_knows_delsp_too(folder):  # C066
    text = ("\u6f22\u5b57" * 60 + "\n").encode()
    coded = succeed(["encode", "flowed-delsp"], folder, stdin=text)
    check(b" \r\n" in coded, coded)
    same(succeed(["decode", "flowed-delsp"], folder, stdin=coded), text,
         "what comes back")
    same(succeed(["decode", "flowed"], folder, stdin=b"a \nb\n"), b"a b\n",
         "without DelSp")


@test
def the_spaces_of_soft_breaks_need_no_encoding(folder):  # C067
    octets = succeed(["compose", *WHO, "-m", "word " * 40, "--flowed"],
                     folder)
    check(b"Content-Transfer-Encoding: 7bit\r\n" in octets, octets)
    check(b"word \r\nword" in octets, octets)


@test
def an_error_names_the_place_in_the_text_as_it_was_given(folder):
    path = write(folder, "text", ("word " * 40 + "\nx\n").encode() + b"\xff\n")
    refuse(65, ["compose", *WHO, "--text", path, "--flowed"], folder,
           "line 3")


@test
def only_plain_text_is_flowed(folder):
    page = write(folder, "page.html", b"<p>Hello</p>\n")
    refuse(USAGE, ["compose", *WHO, "--html", page, "--flowed"], folder,
           "--flowed")
    refuse(USAGE, ["compose", *WHO, "-m", "x", "--type", "text/markdown",
                   "--flowed"], folder, "text/plain")


@test
def colours_are_left_out_and_the_text_stays(folder):
    text = b"\x1b[1;31merror\x1b[0m: \x1b]8;;http://x.test\x1b\\here\x1b]8;;" \
        b"\x1b\\\nnext\n"
    message = compose(folder, "--text", "-", "--strip-ansi", stdin=text)
    same(plain(message), "error: here\nnext\n", "text")
    same(compose(folder, "--text", "-", stdin=text).get_payload(decode=True)
         .replace(b"\r\n", b"\n"), text, "text without the option")


@test
def amp_stands_between_text_and_html_never_last(folder):
    amp = write(folder, "page.amp", b"<!doctype html><html amp4email>\n")
    page = write(folder, "page.html", b"<p>Hello</p>\n")
    message = compose(folder, "-m", "x", "--amp", amp, "--html", page)
    same([part.get_content_type() for part in message.walk()],
         ["multipart/alternative", "text/plain", "text/x-amp-html",
          "text/html"], "tree")


if __name__ == "__main__":
    sys.exit(suite.main())
