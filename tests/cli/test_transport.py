# SPDX-License-Identifier: MIT
"""How a message is written: charsets, transports, boundaries, sizes, and the
same bytes again.

C016, C022, C033, C034, C055, T20, T25
"""

import os
import sys

import harness
from composing import PLAIN, WHO, compose, parse, parts, plan, text_of
from harness import Suite, check, field, refuse, run, same, write

suite = Suite()
test = suite.test


# -- how

@test
def the_first_charset_that_holds_everything_is_taken(folder):
    lists = (("us-ascii,iso-8859-1,utf-8", "grün", "iso-8859-1"),
             ("us-ascii,iso-8859-1,utf-8", "green", "us-ascii"),
             ("us-ascii,iso-8859-1,utf-8", "зелёный", "utf-8"),
             ("gb2312,utf-8", "绿", "gb2312"))
    for charsets, text, wanted in lists:
        message = compose(folder, *WHO, "-m", text, "-s", text, "--charset",
                          charsets)
        root = parse(message)
        same((root.get_content_charset("us-ascii"), root["subject"],
              text_of(message)), (wanted, text, text + "\n"), "the message")


@test
def arguments_can_be_in_another_charset(folder):
    message = compose(folder, *WHO, "--input-charset", "utf-8,iso-8859-1",
                      "-s", "grün".encode("latin-1"), "-m", "grün".encode())
    same((parse(message)["subject"], text_of(message)), ("grün", "grün\n"),
         "subject and text")
    refuse(65, ["compose", *WHO, "--input-charset", "locale", "-m", b"\xfc"],
           folder)


@test
def a_text_that_fits_no_charset_can_be_attached(folder):
    path = write(folder, "latin.txt", b"gr\xfc\xdfe\0\n")
    result = run(["compose", *WHO, "--text", path, "--unfit-text", "attach"],
                 folder)
    same(result.status, 0, "the status")
    check(b"latin.txt" in result.err, "it is not said")
    part = parts(result.out)[-1]
    same((part.get_content_disposition(), part.get_payload(decode=True)),
         ("attachment", b"gr\xfc\xdfe\0\n"), "the attachment")


@test
def the_transport_says_what_the_bytes_may_be(folder):
    write(folder, "data.bin", bytes(range(256)) * 20)
    seven = compose(folder, *WHO, "-m", "grün", "-a", "data.bin")
    check(max(seven) < 128, "8-bit octets by default")
    eight = compose(folder, *WHO, "-m", "grün", "--transport", "8bit")
    check("grün".encode() in eight, "the text is encoded")
    same(parse(eight)["content-transfer-encoding"], "8bit", "the encoding")
    same(plan(folder, *WHO, "-m", "grün", "--transport", "8bit")
         ["extensions"], ["8BITMIME"], "extensions")
    binary = compose(folder, *WHO, "-m", "x", "-a", "data.bin", "--encoding",
                     "binary", "--transport", "binary")
    check(bytes(range(256)) * 20 in binary, "the attachment is encoded")
    same(plan(folder, *WHO, "-m", "x")["extensions"], [], "extensions")


@test
def headers_can_be_in_UTF_8(folder):
    args = WHO + ["-s", "Grüße", "-m", "x", "-t", "дмитрий@example.test",
                  "--utf8-headers"]
    message = compose(folder, *args)
    check("Subject: Grüße\r\n".encode() in message, "it is encoded")
    same(plan(folder, *args)["extensions"], ["SMTPUTF8"], "extensions")


@test
def names_of_files_have_three_styles(folder):
    write(folder, "Größe.bin", b"\0")

    def header(style):
        message = compose(folder, *PLAIN, "-a", "Größe.bin",
                          "--filename-style", style)
        same(parts(message)[1].get_filename(), "Größe.bin", "the name")
        return message

    check(b"name=\"=?" in header("both"), "both: no encoded-word")
    check(b"filename*=" in header("both"), "both: no RFC 2231")
    check(b"name=\"=?" not in header("rfc2231"), "rfc2231: encoded-word")
    check(b"filename*=" not in header("legacy"), "legacy: RFC 2231")


@test
def boundaries_can_begin_as_told(folder):
    html = write(folder, "page.html", "<p>x</p>\n")
    message = compose(folder, *PLAIN, "--html", html, "--boundary", "mine")
    check(parse(message).get_boundary().startswith("mine"), "it does not")


@test
def a_message_that_is_too_large_is_refused(folder):
    write(folder, "big.bin", b"\0" * 100000)
    write(folder, "small.bin", b"\0" * 100)
    result = run(["compose", *PLAIN, "-a", "small.bin", "-a", "big.bin",
                  "--max-size", "100000"], folder)
    check(result.status in (64, 65) and not result.out, str(result))
    harness.check_error_lines(result, ["big.bin"])
    size = len(compose(folder, *PLAIN, "--seed", "x"))
    compose(folder, *PLAIN, "--seed", "x", "--max-size", str(size))
    result = run(["compose", *PLAIN, "--seed", "x", "--max-size",
                  str(size - 1)], folder)
    check(result.status in (64, 65) and not result.out, str(result))


# -- the same bytes (T25)

@test
def a_seed_makes_the_same_bytes_everywhere(folder):
    html = write(folder, "page.html", "<p>ü</p>\n")
    write(folder, "a.bin", bytes(range(256)))
    other = os.path.join(folder, "other")
    os.mkdir(other)
    write(other, "a.bin", bytes(range(256)))
    args = WHO + ["-s", "Grüße", "-m", "Hello.", "--html", html,
                  "-a", "a.bin", "--seed", "one"]
    first = compose(folder, *args)
    for env in ({"TZ": "Asia/Tokyo"}, {"LC_ALL": "de_DE.UTF-8"},
                {"LC_ALL": "tr_TR.UTF-8", "TZ": "XXX+11"},
                {"HOME": "/", "USER": "x", "LOGNAME": "y", "EMAIL": "z@x"}):
        same(compose(folder, *args, env=env), first, "the message in %s" % env)
    same(compose(other, *args), first, "the message in another folder")
    check(b"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n" in first
          or b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n" in first,
          "the date is not 1970")
    check(compose(folder, *args[:-1], "two") != first,
          "another seed makes the same message")


@test
def reproducible_takes_the_time_from_the_environment(folder):
    env = {"SOURCE_DATE_EPOCH": "1770000000", "TZ": "Asia/Tokyo"}
    message = compose(folder, *PLAIN, "--reproducible", env=env)
    same(field(message, "Date"), "Mon, 02 Feb 2026 02:40:00 +0000", "Date")
    same(compose(folder, *PLAIN, "--reproducible", env=env), message,
         "the second")
    for bad in ("x", "-1", "", "99999999999999999999"):
        result = run(["compose", *PLAIN, "--reproducible"], folder,
                     env={"SOURCE_DATE_EPOCH": bad})
        check(result.status in (64, 65) and not result.out, str(result))


@test
def the_content_of_attachments_is_no_part_of_the_identity(folder):
    heads = []
    for octets in (b"\0\1\2\3", b"\0\1\2\4"):
        write(folder, "a.bin", octets)
        message = compose(folder, *PLAIN, "-a", "a.bin", "--seed", "x")
        heads.append(message.split(b"\r\n\r\n")[0])
    same(heads[0], heads[1], "the header")


if __name__ == "__main__":
    sys.exit(suite.main())
