# SPDX-License-Identifier: MIT
"""What --reply and --forward-inline quote of a text that is format=flowed:
what its reader sees, behind quote marks.

C064 C066
"""

import sys
import unicodedata

from composing import compose, joined, parse, text_of
from harness import Suite, check, same, write

suite = Suite()
test = suite.test

ME = ["-f", "me@example.test", "-s", "x"]
REPLY = ["--reply", "original.eml", "-m", ""]
HEAD = "a@example.test wrote:\n"

# One of everything: soft and fixed lines, depths, stuffing, a signature.
LETTER = ("one \r\ntwo\r\nfixed\r\n\r\n"
          "> a \r\n> b\r\n>> c \r\n>> d\r\n> e \r\nmine\r\n"
          "  indented\r\n From here\r\n >no mark\r\n"
          ">\r\n-- \r\nsig\r\n")


def original(folder, text, kind="format=flowed", charset="utf-8"):
    head = ("From: a@example.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=%s; %s\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n" % (charset, kind))
    write(folder, "original.eml", head.encode() + text.encode(charset))


def quoted(folder, text, *args, **how):
    """The lines that a reply quotes of TEXT."""
    original(folder, text, **how)
    made = text_of(compose(folder, *ME, *REPLY, *args))
    check(made.startswith(HEAD), made)
    return made[len(HEAD):].split("\n")[:-1]


def columns(line):
    return sum(1 + (unicodedata.east_asian_width(char) in "WF")
               for char in line)


@test
def lines_are_joined_and_keep_their_depth(folder):
    for kind, space in (("format=flowed", " "),
                        ("format=flowed; delsp=no", " "),
                        ("Format=Flowed; DelSp=\"YES\"", ""),
                        ("delsp=yes; format=flowed", "")):
        same(quoted(folder, LETTER, kind=kind),
             ["> one%stwo" % space, "> fixed", ">",
              ">> a%sb" % space, ">>> c%sd" % space, ">> e", "> mine",
              ">  indented", "> From here", "> >no mark", ">>", "> -- ",
              "> sig"], kind)


@test
def a_text_that_is_not_flowed_is_quoted_as_it_stands(folder):
    for kind in ("format=fixed", "delsp=yes", "format=flowery; delsp=yesno"):
        same(quoted(folder, LETTER, kind=kind)[:8],
             ["> one ", "> two", "> fixed", ">", ">> a ", ">> b", ">>> c ",
              ">>> d"], kind)


@test
def a_flowed_answer_flows_on(folder):
    words = "word " * 40
    text = "%s\r\n> %s\r\n>> %s\r\n%s" % (words, words, words, LETTER)
    original(folder, text)
    message = parse(compose(folder, *ME, *REPLY, "--flowed"))
    same(message.get_param("format"), "flowed", "format")
    shown = joined(message.get_content().replace("\r\n", "\n"), False)
    same([(depth, line.rstrip(" ")) for depth, line in shown[1:6]],
         [(1, words.strip(" ")), (2, words.strip(" ")),
          (3, words.strip(" ")), (1, "one two"), (1, "fixed")],
         "the first paragraphs")
    same(shown[-6:], [(1, " indented"), (1, "From here"), (1, ">no mark"),
                      (2, ""), (1, "-- "), (1, "sig")], "the last lines")


@test
def paragraphs_are_cut_at_78_columns_at_every_depth(folder):
    words = ("word " * 9 + "\r\n") * 20
    text = words + "end\r\n" + "".join(
        "%s %s\r\n" % (">" * depth, line)
        for depth in (1, 3) for line in words.split("\r\n")[:-1])
    lines = quoted(folder, text)
    for depth in (1, 2, 4):
        mine = [line for line in lines if line.startswith(">" * depth + " ")]
        same(" ".join(line[depth + 1:] for line in mine).split(),
             ["word"] * 180 + ["end"] * (depth == 1), "depth %d" % depth)
        check(all(len(line) <= 78 and not line.endswith(" ")
                  for line in mine), mine)
        check(len(mine) < 15, "%d lines" % len(mine))


@test
def ideographs_are_joined_and_cut(folder):
    text = "漢字かな交じり文" * 5
    flowed = "".join("%s%s \r\n" % (mark, text) for mark in [""] * 4)
    flowed += "終\r\n" + "".join("> %s \r\n" % text for _ in range(4))
    for charset in ("utf-8", "iso-2022-jp", "shift_jis"):
        lines = quoted(folder, flowed, kind="format=flowed; delsp=yes",
                       charset=charset)
        check(all(columns(line) <= 78 for line in lines), lines)
        same("".join(line[2:] for line in lines if line[1] == " "),
             text * 4 + "終", "the first depth in %s" % charset)
        same("".join(line[3:] for line in lines if line[1] == ">"), text * 4,
             "the second depth in %s" % charset)


@test
def a_forward_holds_the_text_joined_without_marks(folder):
    for kind, space in (("format=flowed", " "),
                        ("format=flowed; delsp=yes", "")):
        original(folder, LETTER, kind=kind)
        text = text_of(compose(folder, *ME, "--forward-inline",
                               "original.eml", "-t", "x@example.test", "-m",
                               ""))
        same(text.partition("\n\n")[2].split("\n"),
             ["one%stwo" % space, "fixed", "", "> a%sb" % space,
              ">> c%sd" % space, "> e", "mine", " indented",
              "From here", ">no mark", ">", "-- ", "sig", ""], kind)


if __name__ == "__main__":
    sys.exit(suite.main())
