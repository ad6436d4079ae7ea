# SPDX-License-Identifier: MIT
"""Text as machines and people leave it: logs with stray octets, marks of byte
order, form feeds, colours, charsets of Windows, line ends of an old Mac, NUL.

What goes out is read by Python's email. A text either says what the file
said, to the octet, or is refused with the line, or goes as a file and says so.
"""

import random
import sys

from composing import DATA, WHO, compose, parse, parts, plan
from harness import Suite, check, refuse, run, same, write

suite = Suite()
test = suite.test

SYSLOG = (b"Jan  2 03:04:05 host sshd[812]: Invalid user \xd0\xbe\xff from "
          b"192.0.2.7 port 4711\n"
          b"Jan  2 03:04:06 host sshd[812]: Connection closed\n")

BUILD = (b"\x1b]0;make\x07\x1b[1mcc\x1b[0m -c a.c\r\n"
         b"\x1b[01m\x1b[Ka.c:3:1:\x1b[m\x1b[K \x1b[01;35m\x1b[Kwarning:"
         b"\x1b[m\x1b[K unused \xe2\x80\x98x\xe2\x80\x99\r\n"
         b"\x1b[32m\xe2\x9c\x94\x1b[39m done\x1b(B\x1b[m\r\n")

BUILD_PLAIN = "cc -c a.c\na.c:3:1: warning: unused ‘x’\n✔ done\n"

REPORT = ("Sales Report\n\n" + "Item      %8s\n" * 40 + "\f"
          + "Page 2\n" + "Total     %8s\n") % tuple(range(41))


def body(message):
    """The octets of the text, with LF."""
    return parse(message).get_payload(decode=True).replace(b"\r\n", b"\n")


def text(folder, octets, *args):
    """The text that a body of OCTETS becomes."""
    message = compose(folder, *WHO, "--text", "-", *args, stdin=octets)
    root = parse(message)
    same(root.get_content_type(), "text/plain", "the type")
    return root.get_content().replace("\r\n", "\n")


def sent_anyway(folder, octets, *args):
    """The file that a body of OCTETS becomes that is no text."""
    result = run(["compose", *WHO, "--text", "-", "--unfit-text", "attach",
                  *args], folder, stdin=octets)
    same(result.status, 0, str(result))
    check(b"it is attached as a file" in result.err, result.err)
    return parts(result.out)[-1]


# -- stray octets


@test
def a_log_with_a_stray_octet_is_refused_with_its_line(folder):
    path = write(folder, "auth.log", b"fine\n" * 1000 + SYSLOG)
    refuse(DATA, ["compose", *WHO, "--text", path], folder, "auth.log",
           "line 1001")


@test
def or_it_goes_as_a_file_and_says_so(folder):
    path = write(folder, "auth.log", SYSLOG)
    result = run(["compose", *WHO, "--text", path, "--unfit-text", "attach"],
                 folder)
    same(result.status, 0, str(result))
    part = parts(result.out)[0]
    same(part.get_payload(decode=True), SYSLOG, "the file")
    same((part.get_filename(), part.get_content_disposition(),
          part.get_content_type()),
         ("auth.log", "attachment", "application/octet-stream"), "the part")
    check(b"attached as a file" in result.err and b"line 1" in result.err,
          result.err)


@test
def or_it_is_read_in_a_charset_that_has_them_all(folder):
    same(text(folder, SYSLOG, "--input-charset", "utf-8,iso-8859-1"),
         SYSLOG.decode("latin-1"), "the text")


@test
def the_other_bodies_stay_where_one_goes_as_a_file(folder):
    path = write(folder, "auth.log", SYSLOG)
    page = write(folder, "page.html", "<p>Grüße</p>\n")
    result = run(["compose", *WHO, "--text", path, "--html", page,
                  "--unfit-text", "attach"], folder)
    same([part.get_content_type() for part in parts(result.out)],
         ["text/html", "application/octet-stream"], "the parts")


@test
def a_log_of_octets_of_all_kinds_arrives_as_it_was(folder):
    dice = random.Random(4)
    for _ in range(20):
        octets = bytes(dice.choice(b"\x00\r\n\x1b\x80\xff\xc3 abc=.-")
                       for _ in range(dice.randint(1, 2000))) + b"\xff"
        same(sent_anyway(folder, octets).get_payload(decode=True), octets,
             "the file")


# -- NUL


@test
def NUL_is_refused_with_its_line_or_attached(folder):
    octets = b"one\ntwo\0\nthree\n"
    path = write(folder, "dump.txt", octets)
    refuse(DATA, ["compose", *WHO, "--text", path], folder, "dump.txt",
           "line 2", "NUL")
    same(sent_anyway(folder, octets).get_payload(decode=True), octets,
         "the file")


@test
def a_log_that_a_crash_filled_with_NUL_is_attached_whole(folder):
    octets = b"Jan  2 03:04:05 host x: y\n" + b"\0" * 65536 + b"Jan  3\n"
    same(sent_anyway(folder, octets).get_payload(decode=True), octets,
         "the file")


# -- marks of byte order


@test
def a_mark_of_byte_order_says_the_charset_and_is_gone(folder):
    said = "Grüße\r\naus 東京\r\n"
    for octets in (b"\xef\xbb\xbf" + said.encode(),
                   b"\xff\xfe" + said.encode("utf-16-le"),
                   b"\xfe\xff" + said.encode("utf-16-be")):
        for args in ((), ("--input-charset", "windows-1252")):
            same(text(folder, octets, *args), said.replace("\r\n", "\n"),
                 "the text")


@test
def a_mark_within_the_text_is_a_character(folder):
    # What concatenating files leaves behind.
    octets = b"\xef\xbb\xbfone\n\xef\xbb\xbftwo\n"
    same(text(folder, octets), "one\n\ufefftwo\n", "the text")


@test
def half_a_character_of_UTF_16_is_refused_or_attached(folder):
    octets = b"\xff\xfea\0b"
    refuse(DATA, ["compose", *WHO, "--text", "-"], folder, stdin=octets)
    same(sent_anyway(folder, octets).get_payload(decode=True), octets,
         "the file")


# -- form feeds and other controls


@test
def pages_stay_apart_by_their_form_feeds(folder):
    same(text(folder, REPORT.encode()), REPORT, "the report")
    same(text(folder, REPORT.encode(), "--strip-ansi"), REPORT,
         "the report without colours")


@test
def controls_that_a_terminal_knows_arrive_as_they_are(folder):
    octets = b"a\x08b\x07\x0b\x0c\x1a\x7f\tend\n"
    message = compose(folder, *WHO, "--text", "-", stdin=octets)
    same(body(message), octets, "the text")


# -- colours


@test
def a_build_log_loses_its_colours_and_nothing_else(folder):
    same(text(folder, BUILD, "--strip-ansi"), BUILD_PLAIN, "the log")
    same(body(compose(folder, *WHO, "--text", "-", stdin=BUILD)),
         BUILD.replace(b"\r\n", b"\n"), "the log as it was")


@test
def colours_and_a_charset_of_Windows_go_together(folder):
    octets = b"\x1b[31mFehler\x1b[0m: ung\xfcltig \x96 \x80 5\r\n"
    same(text(folder, octets, "--strip-ansi", "--input-charset",
              "utf-8,windows-1252"), "Fehler: ungültig – € 5\n", "the text")


@test
def an_unfit_text_keeps_its_colours_as_a_file(folder):
    octets = b"\x1b[31mx\x1b[0m \xff\n"
    part = sent_anyway(folder, octets, "--strip-ansi")
    same(part.get_payload(decode=True), octets, "the file")


# -- charsets of Windows and older


@test
def the_first_charset_of_the_list_that_fits_is_taken(folder):
    for octets, charsets, wanted in (
            ("“smart” – €".encode("cp1252"), "utf-8,windows-1252",
             "“smart” – €"),
            ("“smart” – €".encode(), "utf-8,windows-1252", "“smart” – €"),
            ("Привет".encode("cp1251"), "utf-8,windows-1251", "Привет"),
            ("Привет".encode("koi8-r"), "utf-8,koi8-r", "Привет"),
            ("日本語".encode("shift_jis"), "utf-8,shift_jis", "日本語"),
            ("日本語".encode("euc-jp"), "us-ascii,utf-8,euc-jp", "日本語"),
            ("中文".encode("gb18030"), "utf-8,gb18030", "中文"),
            ("łódź".encode("cp1250"), "utf-8,windows-1250", "łódź"),
            (b"plain", "us-ascii,windows-1252", "plain")):
        same(text(folder, octets + b"\n", "--input-charset", charsets),
             wanted + "\n", "the text from " + charsets)


@test
def an_octet_that_no_charset_of_the_list_has_is_refused(folder):
    # 0x81 is none of windows-1252's.
    refuse(DATA, ["compose", *WHO, "--text", "-", "--input-charset",
                  "utf-8,windows-1252"], folder, "line 2", stdin=b"a\n\x81\n")


@test
def each_file_may_have_a_charset_of_its_own(folder):
    write(folder, "a.txt", "Grüße\n".encode("cp1252"))
    write(folder, "b.html", "<p>Привет</p>\n".encode("koi8-r"))
    message = compose(folder, *WHO, "--text", "a.txt", "--from-charset",
                      "windows-1252", "--html", "b.html", "--from-charset",
                      "koi8-r")
    same([part.get_content().strip() for part in parts(message)],
         ["Grüße", "<p>Привет</p>"], "the bodies")


@test
def a_late_octet_counts_as_an_early_one(folder):
    # The charset is decided by the whole text, not by its front.
    octets = b"x" * 70 + b"\n"
    octets = octets * 5000 + "Grüße\n".encode("cp1252")
    same(text(folder, octets, "--input-charset", "utf-8,windows-1252"),
         octets.decode("cp1252"), "the text")


# -- line ends


@test
def lone_CRs_are_data_and_arrive(folder):
    for octets in (b"one\rtwo\rthree\r", b"10%\r50%\r100%\ndone\n",
                   b"a\r\r\nb\n", b"\r", b"a\n\rb\n"):
        message = compose(folder, *WHO, "--text", "-", stdin=octets)
        check(b"\r" not in message.replace(b"\r\n", b""), "a bare CR")
        got = parse(message).get_payload(decode=True)
        wanted = octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        same(got.removesuffix(b"\r\n"), wanted.removesuffix(b"\r\n"),
             "the text")


@test
def mixed_line_ends_become_one_kind(folder):
    same(text(folder, b"dos\r\nunix\ndos\r\nlast\n"),
         "dos\nunix\ndos\nlast\n", "the text")


@test
def long_lines_of_a_log_arrive_whole(folder):
    octets = b"{" + b'"key":"value",' * 5000 + b"}\n" + b"short\n"
    same(text(folder, octets), octets.decode(), "the text")


# -- all at once


@test
def what_is_foretold_is_what_comes(folder):
    for octets, args in ((BUILD, ["--strip-ansi"]), (REPORT.encode(), []),
                         (SYSLOG, ["--unfit-text", "attach"]),
                         (SYSLOG, ["--input-charset", "utf-8,koi8-r"]),
                         (b"a\rb\n", []), (b"\xff\xfea\0\n\0", [])):
        path = write(folder, "file", octets)
        args = [*WHO, "-q", "--text", path, "--seed", "x", *args]
        same(plan(folder, *args)["size"],
             len(compose(folder, *args)), "the size")


if __name__ == "__main__":
    sys.exit(suite.main())
