# SPDX-License-Identifier: MIT
"""Bad input: an error in one line that names it, the right exit status, and
not one octet of output where it can be known before writing.

C001, C004, C010, C011, C013, C022, C024, C034, C052, C138-C140, T04, T16,
T20-T22
"""

import json
import os
import socket
import sys

import harness
from composing import DATA, NO_INPUT, PLAIN, USAGE, WHO
from harness import Skip, Suite, check, refuse, run, same, write

IO = 74

suite = Suite()


def compose(*args):
    return ["compose"] + list(args)


# -- line breaks and NUL (T04)

BREAKS = {"CR": "\r", "LF": "\n", "CR LF": "\r\n", "CR LF CR LF": "\r\n\r\n"}

# Where text of somebody else can come in, %s being the text.
GATES = {
    "subject": WHO + ["-m", "x", "-s", "x%sBcc: v@example.test"],
    "from name": ["-f", '"x%sy" <a@example.test>', "-m", "x",
                  "-t", "b@example.test"],
    "from address": ["-f", "a%s@example.test", "-m", "x",
                     "-t", "b@example.test"],
    "to name": PLAIN + ["-t", '"x%sy" <c@example.test>'],
    "to address": PLAIN + ["-t", "c@exa%smple.test"],
    "to quoted local part": PLAIN + ["-t", '"c%sd"@example.test'],
    "cc": PLAIN + ["-c", "c@example.test%s"],
    "bcc": PLAIN + ["--keep-bcc", "-b", "c@example.test%sX-A: y"],
    "reply-to": PLAIN + ["--reply-to", "c@example.test,%sd@example.test"],
    "sender": PLAIN + ["--sender", "x%sy <c@example.test>"],
    "operand": PLAIN + ["--", "c@example.test%s"],
    "header name": PLAIN + ["-H", "X-A%s: y"],
    "header value": PLAIN + ["-H", "X-A: y%sX-B: z"],
    "removed header": PLAIN + ["-H", "Date%s:"],
    "empty header": PLAIN + ["-H", "X-A%s;"],
    "date": PLAIN + ["--date", "Fri, 21 Nov 1997 09:55:06 -0600%s"],
    "message id": PLAIN + ["--message-id", "<x%s@example.test>"],
    "in reply to": PLAIN + ["--in-reply-to", "<x@example.test>%s"],
    "references": PLAIN + ["--references", "<x@example.test>%s<y@b.test>"],
    "unsubscribe": PLAIN + ["--unsubscribe", "https://example.test/%s"],
    "auto submitted": PLAIN + ["--auto-submitted", "auto-generated%s"],
    "language": PLAIN + ["--language", "en%s"],
    "priority": PLAIN + ["--priority", "high%s"],
    "boundary": PLAIN + ["--boundary", "x%sy"],
    "envelope from": PLAIN + ["-n", "--envelope-from", "c@example.test%s"],
    "envelope to": PLAIN + ["-n", "--envelope-to", "c@example.test%s"],
    "envelope to quoted": PLAIN + ["-n", "--envelope-to",
                                   '"c>%sRCPT TO:<v"@example.test'],
    "type": PLAIN + ["-a", "file", "--type", "text/plain%s"],
    "type parameter": PLAIN + ["-a", "file", "--type",
                               "text/plain; x=\"a%sb\""],
    "name": PLAIN + ["-a", "file", "--name", "x%sy"],
    "content id": PLAIN + ["-i", "file", "--cid", "x%sy@example.test"],
    "description": PLAIN + ["-a", "file", "--description", "x%sy"],
    "part header name": PLAIN + ["-a", "file", "--part-header", "X-A%s: y"],
    "part header value": PLAIN + ["-a", "file", "--part-header",
                                  "X-A: y%sX-B: z"],
    "charset": PLAIN + ["--charset", "utf-8%s"],
}


def refuses_break(folder, gate, text):
    write(folder, "file", "x\n")
    args = [word % text if "%s" in word else word for word in GATES[gate]]
    result = run(compose(*args), folder)
    check(result.status in (USAGE, DATA), str(result))
    check(not result.out, "output in spite of it: %s" % result)
    harness.check_error_lines(result)


for gate_name in GATES:
    for break_name, break_text in BREAKS.items():
        suite.add("%s in the %s is refused" % (break_name, gate_name),
                  lambda folder, g=gate_name, b=break_text:
                  refuses_break(folder, g, b))


@suite.test
def other_control_characters_are_refused_in_headers(folder):
    for octet in [n for n in range(1, 32) if n != 9] + [127]:
        for args in (WHO + ["-s", "x%cy" % octet, "-m", "x"],
                     PLAIN + ["-t", '"x%cy" <c@example.test>' % octet],
                     PLAIN + ["-H", "X-A: y%cz" % octet]):
            result = run(compose(*args), folder)
            check(result.status in (USAGE, DATA) and not result.out,
                  "octet %d: %s" % (octet, result))
            harness.check_error_lines(result)


@suite.test
def NUL_in_a_header_file_is_refused_and_named(folder):
    for fields in (b"Subject: x\0y\n", b"X-A\0B: y\n", b"To: c\0@x.test\n"):
        path = write(folder, "fields", fields)
        result = run(compose("--header-file", path, *WHO, "-m", "x"), folder)
        check(result.status in (USAGE, DATA) and not result.out, str(result))
        harness.check_error_lines(result)


@suite.test
def NUL_in_a_body_is_refused_and_its_place_named(folder):
    for octets in (b"one\ntwo\0\n", b"\0", b"x" * 70000 + b"\0"):
        path = write(folder, "body", octets)
        refuse(DATA, compose(*WHO, "--text", path), folder, "body", "NUL")


@suite.test
def a_lone_CR_in_a_header_file_is_refused(folder):
    path = write(folder, "fields", b"X-A: one\rBcc: v@example.test\n")
    result = run(compose("--header-file", path, *PLAIN), folder)
    check(result.status in (USAGE, DATA) and not result.out, str(result))


@suite.test
def a_header_file_has_no_body(folder):
    for text, line in (("X-A: b\n\nHello\n", 3), ("\nX-A: b\n", 2),
                       ("X-A: b\r\n\r\n\r\n more\r\n", 4)):
        path = write(folder, "fields", text)
        refuse(DATA, compose(*PLAIN, "--header-file", path), folder,
               "fields:%d:" % line, "no body")


# -- addresses (T16)

BAD_ADDRESSES = [
    "alice", "a@", "@example.test", "a..b@example.test", ".a@example.test",
    "a.@example.test", "Alice <a@example.test", "Alice a@example.test",
    "<a@example.test> b@evil.test", "a@example.test b@example.test",
    "a@b@example.test", "a@exa mple.test", "a@example..test", "a@-x.test",
    "a@example.test>", "a(b@example.test", '"a@example.test',
    "group: a@example.test", "a@[192.0.2.1", "a@[[192.0.2.1]]", "a@x/y.test",
    "one: two: a@example.test;;", "дмитрий@example.test", "a\\b@example.test",
    "Example, Alice <a@example.test>", "",
]


def refuses_address(folder, address):
    for option in ("-f", "-t", "-c", "--reply-to", "--sender"):
        who = ["-f", "a@example.test"] if option != "-f" else []
        to = ["-t", "b@example.test"] if option != "-t" else []
        result = run(compose(*who, *to, option, address, "-m", "x"), folder)
        check(result.status in (USAGE, DATA) and not result.out, str(result))
        harness.check_error_lines(result)


for bad in BAD_ADDRESSES:
    suite.add("the address %r is refused" % bad,
              lambda folder, bad=bad: refuses_address(folder, bad))


@suite.test
def an_unquoted_name_that_wants_quotes_gets_a_hint(folder):
    result = run(compose(*PLAIN, "-t", "Müller, J. <j@example.test>"), folder)
    check(result.status in (USAGE, DATA) and not result.out, str(result))
    check(b'hint: ' in result.err and b'"' in result.err, str(result))


@suite.test
def a_recipient_that_names_a_file_says_how_to_attach_it(folder):
    write(folder, "report.pdf")
    refuse(USAGE, compose(*PLAIN, "report.pdf"), folder, "report.pdf", "-a")


@suite.test
def two_authors_need_a_sender(folder):
    both = ["-f", "a@example.test, b@example.test", "-t", "c@example.test",
            "-m", "x"]
    result = run(compose(*both), folder)
    check(result.status in (USAGE, DATA) and not result.out, str(result))


@suite.test
def no_author_is_refused(folder):
    refuse(USAGE, compose("-t", "b@example.test", "-m", "x"), folder, "From")


# -- fields given twice (C010)

TWICE = {
    "From": (["-f", "a@example.test"], ["-H", "From: c@example.test"]),
    "Subject": (["-s", "x"], ["-H", "subject: y"]),
    "Date": (["--date", "@0"], ["-H", "Date: Thu, 1 Jan 1970 00:00:00 +0000"]),
    "Message-ID": (["--message-id", "<x@b.test>"],
                   ["-H", "Message-Id: <y@b.test>"]),
    "In-Reply-To": (["--in-reply-to", "<x@b.test>"],
                    ["-H", "In-Reply-To: <y@b.test>"]),
    "Sender": (["--sender", "c@example.test"],
               ["-H", "Sender: d@example.test"]),
}


def refuses_twice(folder, name):
    first, second = TWICE[name]
    rest = (["-t", "b@example.test", "-m", "x"]
            + ([] if name == "From" else ["-f", "a@example.test"]))
    file = write(folder, "fields", second[1] + "\n")
    for again in (first, second, ["--header-file", file]):
        result = run(compose(*rest, *first, *again), folder)
        check(result.status == USAGE and not result.out,
              "%s: %s" % (again, result))
        harness.check_error_lines(result)
        check(name.lower() in result.err.decode().lower()
              or first[0] in result.err.decode(), str(result))


for twice in TWICE:
    suite.add("%s given twice is refused" % twice,
              lambda folder, name=twice: refuses_twice(folder, name))


@suite.test
def two_bodies_of_one_kind_are_refused(folder):
    path = write(folder, "body", "x\n")
    for kinds in (["-m", "x", "--text", path], ["--text", path, "-m", "x"],
                  ["--html", path, "--html", path], ["-m", "x", "-m", "y"],
                  ["--text", "-", "--html", "-"], ["--text", "-", "-a", "-"],
                  ["--no-text", "--text", path], ["--no-text", "-m", "x"]):
        refuse(USAGE, compose(*WHO, *kinds), folder)


# -- names of things there are a list of

WRONG_WORDS = [
    (USAGE, ["--charset", "x-klingon"], "x-klingon"),
    (USAGE, ["--charset", "us-ascii//TRANSLIT"], "us-ascii//TRANSLIT"),
    (USAGE, ["--charset", "utf-7"], "utf-7"),
    (USAGE, ["--charset", "utf-16"], "utf-16"),
    (USAGE, ["--charset", ""], "charset"),
    (USAGE, ["--input-charset", "klingon"], "klingon"),
    (USAGE, ["-a", "file", "--encoding", "uuencode"], "uuencode"),
    (USAGE, ["-a", "file", "--disposition", "sideways"], "sideways"),
    (USAGE, ["--transport", "9bit"], "9bit"),
    (USAGE, ["--filename-style", "short"], "short"),
    (USAGE, ["--unfit-text", "mangle"], "mangle"),
    (USAGE, ["--eol", "cr"], "cr"),
    (USAGE, ["--output-as", "hex"], "hex"),
    (USAGE, ["--priority", "urgent"], "urgent"),
    (USAGE, ["--max-size", "big"], "big"),
    (USAGE, ["--boundary", "b" * 71], "boundary"),
    (USAGE, ["--boundary", "a;b"], "a;b"),
    (USAGE, ["--boundary", "space "], "space"),
    (USAGE, ["--frobnicate"], "frobnicate"),
    (USAGE, ["-Z"], "-Z"),
    (USAGE, ["--subj", "x"], "--subj"),
    (USAGE, ["--dry-run=x"], "--dry-run"),
    (USAGE, ["-s"], "-s"),
]


def refuses_word(folder, status, args, named):
    write(folder, "file", "x\n")
    # An option that lacks its value has to be the last of all.
    refuse(status, compose(*WHO, "-m", "x", *args), folder, named)


for word_row in WRONG_WORDS:
    suite.add("%s is refused" % " ".join(word_row[1])[:60],
              lambda folder, row=word_row: refuses_word(folder, *row))


@suite.test
def a_malformed_media_type_is_refused(folder):
    write(folder, "file", "x\n")
    for kind in ("applicationoctet", "text/", "/plain", "text/plain; a b=c",
                 "text/plain; a", "text/plain; a=", "text/pl ain", "",
                 "multipart/mixed", "message/rfc822", "text/plain; x=a;x=b"):
        result = run(compose(*PLAIN, "-a", "file", "--type", kind), folder)
        check(result.status in (USAGE, DATA) and not result.out,
              "%s: %s" % (kind, result))
        harness.check_error_lines(result)


@suite.test
def an_impossible_date_is_refused(folder):
    for date in ("Mon, 32 Foo 2026 25:61:00 +9999", "yesterday", "@x", "",
                 "Mon, 30 Feb 2026 12:00:00 +0000", "2026-13-01T00:00:00Z",
                 "Mon, 21 Nov 1997 09:55:06 -0600", "@99999999999999999999"):
        result = run(compose(*PLAIN, "--date", date), folder)
        check(result.status in (USAGE, DATA) and not result.out,
              "%s: %s" % (date, result))
        harness.check_error_lines(result)


@suite.test
def a_malformed_message_id_is_refused(folder):
    for option in ("--message-id", "--in-reply-to", "--references"):
        for text in ("<größe@example.test>", "<a b@example.test>", "<a@b",
                     "<@b.test>", "<a@>", "<a>b@example.test"):
            result = run(compose(*PLAIN, option, text), folder)
            check(result.status in (USAGE, DATA) and not result.out,
                  "%s: %s" % (text, result))


@suite.test
def a_field_that_mimewright_writes_itself_is_refused(folder):
    for text in ("Content-Type: text/html", "MIME-Version: 2.0", "From:",
                 "MIME-Version:", "Content-Transfer-Encoding: 8bit", ": x",
                 "no colon", "X Y: z", "Grüße: x", "X-%s: y" % ("a" * 1000)):
        result = run(compose(*PLAIN, "-H", text), folder)
        check(result.status in (USAGE, DATA) and not result.out,
              "%s: %s" % (text[:30], result))
        harness.check_error_lines(result)


# -- text that is not in its charset (T20)

@suite.test
def text_outside_its_charset_is_refused_with_its_place(folder):
    for octets in (b"ok\n\xff\xfe\n", b"\xc0\xaf", b"\xed\xa0\x80",
                   b"gr\xc3", b"x" * 5000 + b"\xe4\n"):
        path = write(folder, "latin.txt", octets)
        refuse(DATA, compose(*WHO, "--text", path), folder, "latin.txt")


@suite.test
def text_that_no_output_charset_holds_is_refused(folder):
    path = write(folder, "party.txt", "👍\n")
    refuse(DATA, compose(*WHO, "--text", path, "--charset", "koi8-r"), folder,
           "party.txt")
    refuse(DATA, compose(*WHO, "-s", "👍", "-m", "x", "--charset", "koi8-r"),
           folder, "Subject")


@suite.test
def an_argument_that_is_no_UTF_8_is_refused(folder):
    for args in (WHO + ["-s", b"gr\xfc\xdfe", "-m", "x"],
                 WHO + ["-m", b"gr\xfc\xdfe"],
                 PLAIN + ["-t", b"\xfc <c@example.test>"]):
        result = run(compose(*args), folder)
        check(result.status in (USAGE, DATA) and not result.out, str(result))
        harness.check_error_lines(result)


@suite.test
def an_attachment_that_is_not_in_its_charset_is_refused(folder):
    path = write(folder, "latin.txt", b"gr\xfc\xdfe\n")
    refuse(DATA, compose(*PLAIN, "-a", path, "--type",
                         "text/plain; charset=utf-8"), folder, "latin.txt")


# -- encodings that do not fit (C022)

@suite.test
def an_encoding_that_does_not_fit_names_the_line(folder):
    eight = write(folder, "eight.txt", "one\r\ntwo\r\ngrün\r\n")
    long = write(folder, "long.txt", "one\r\n" + "x" * 999 + "\r\n")
    nul = write(folder, "nul.bin", b"one\r\n\0\r\n")
    bare = write(folder, "bare.bin", b"one\r\ntwo\rthree\r\n")
    refuse(DATA, compose(*PLAIN, "-a", eight, "--encoding", "7bit"), folder,
           "eight.txt", "line 3")
    refuse(DATA, compose(*WHO, "--text", eight, "--encoding", "7bit"), folder,
           "eight.txt", "line 3")
    refuse(DATA, compose(*PLAIN, "-a", long, "--encoding", "7bit"), folder,
           "long.txt", "line 2")
    refuse(DATA, compose(*PLAIN, "-a", nul, "--encoding", "8bit",
                         "--transport", "8bit"), folder, "nul.bin", "line 2")
    refuse(DATA, compose(*PLAIN, "-a", bare, "--encoding", "7bit"), folder,
           "bare.bin", "line 2")


@suite.test
def an_encoding_that_the_transport_cannot_carry_is_refused(folder):
    path = write(folder, "eight.txt", "grün\r\n")
    for encoding, transport in (("8bit", "7bit"), ("binary", "7bit"),
                                ("binary", "8bit")):
        result = run(compose(*PLAIN, "-a", path, "--encoding", encoding,
                             "--transport", transport), folder)
        check(result.status in (USAGE, DATA) and not result.out, str(result))
        harness.check_error_lines(result)


@suite.test
def a_boundary_that_the_content_holds_is_refused(folder):
    text = write(folder, "text", "--mine\n")
    html = write(folder, "html", "<p>x</p>\n")
    result = run(compose(*WHO, "--text", text, "--html", html,
                         "--boundary", "mine"), folder)
    if result.status == 0:  # What is added behind it may save it.
        same(result.out.count(b"\r\n--mine\r\n"), 1, "lines like a boundary")
    else:
        check(result.status in (USAGE, DATA) and not result.out, str(result))


@suite.test
def LF_with_binary_parts_is_refused(folder):
    path = write(folder, "data.bin", b"\0\n\xff\r")
    refuse(USAGE, compose(*PLAIN, "-a", path, "--encoding", "binary",
                          "--transport", "binary", "--eol", "lf"), folder)


# -- files (T21)

ROLES = (["--text"], ["--html"], ["-m", "x", "-a"], ["-m", "x", "-i"],
         ["--no-text", "--calendar"], ["-m", "x", "--attach-message"],
         ["-m", "x", "--header-file"])


def refuses_file(folder, path, status, **how):
    for role in ROLES:
        refuse(status, compose(*WHO, *role, path), folder,
               os.path.basename(path), **how)


@suite.test
def a_missing_file_is_named(folder):
    refuses_file(folder, os.path.join(folder, "missing.txt"), NO_INPUT)
    refuses_file(folder, os.path.join(folder, "no", "dir.txt"), NO_INPUT)


@suite.test
def a_dangling_link_is_a_missing_file(folder):
    os.symlink("nowhere", os.path.join(folder, "dangling"))
    refuses_file(folder, os.path.join(folder, "dangling"), NO_INPUT)


@suite.test
def an_unreadable_file_is_named(folder):
    path = write(folder, "secret.txt", "x\n")
    os.chmod(path, 0)
    refuses_file(folder, path, NO_INPUT, nobody=os.geteuid() == 0)


@suite.test
def a_directory_is_refused(folder):
    path = os.path.join(folder, "directory")
    os.mkdir(path)
    refuses_file(folder, path, NO_INPUT)


@suite.test
def a_FIFO_without_a_writer_is_refused_at_once(folder):
    path = os.path.join(folder, "pipe.fifo")
    os.mkfifo(path)
    for role in (["--text"], ["-m", "x", "-a"], ["-m", "x", "-i"],
                 ["-m", "x", "--header-file"]):
        refuse(NO_INPUT, compose(*WHO, *role, path), folder, "pipe.fifo",
               timeout=100)


@suite.test
def a_socket_and_a_device_are_refused(folder):
    here = os.getcwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("unix.socket")
    os.chdir(here)
    refuse(NO_INPUT, compose(*PLAIN, "-a", "unix.socket"), folder,
           "unix.socket")
    refuse(NO_INPUT, compose(*PLAIN, "--header-file", "unix.socket"), folder,
           "unix.socket")
    refuse(NO_INPUT, compose(*PLAIN, "--header-file", "/dev/zero"), folder,
           "/dev/zero", timeout=100)
    for device in ("/dev/zero", "/dev/null"):
        refuse(NO_INPUT, compose(*PLAIN, "-a", device), folder, device,
               timeout=100)


@suite.test
def a_read_error_is_no_end_of_file(folder):
    if not os.path.exists("/proc/self/mem"):
        raise Skip("no file here whose reading fails")
    result = run(compose(*PLAIN, "-a", "/proc/self/mem"), folder)
    check(result.status in (NO_INPUT, IO) and not result.out, str(result))
    harness.check_error_lines(result)


# -- values, and what to do about them

HINTS = [
    (["--date", "1700000000"], "@1700000000"),
    (["--date", "tomorrow"], "2026-11-21T10:00:00Z or @SECONDS"),
    (["-t", "a@b.test; c@d.test"], "commas"),
    (["-t", "alice"], "--default-domain"),
    (["-t", "Alice <alice>"], "--default-domain"),
    (["-t", "j\u00f6rg@d.test"], "--utf8-headers"),
    (["-s", b"Gr\xfc\xdfe"], "--input-charset"),
]


@suite.test
def what_can_be_done_is_said(folder):
    for args, hint in HINTS:
        result = run(compose(*WHO, "-m", "x", *args), folder)
        check(result.status in (USAGE, DATA) and not result.out, str(result))
        harness.check_error_lines(result)
        lines = result.err.decode().splitlines()
        check(len(lines) == 2 and hint in lines[1], "no %s: %s" % (hint,
                                                                   result))
    path = write(folder, "latin.csv", b"Gr\xfc\xdfe\n")
    refuse(DATA, compose(*WHO, "--text", path), folder, "--from-charset")
    path = write(folder, "saved", "From x Sat Jan 1 2022\nFrom: y\n\n")
    for option in "--forward", "--attach-message":
        refuse(DATA, compose(*WHO, "-m", "x", option, path), folder,
               "saved: line 1", "messages of an mbox")
    refuse(DATA, compose(*PLAIN, "--max-size", "10"), folder,
           "--max-size", "over the limit of 10")


@suite.test
def what_can_be_done_is_said_of_what_is_submitted_too(folder):
    path = write(folder, "latin.csv", b"Gr\xfc\xdfe\n")
    for args in (["--text", path], ["-m", "x", "-t", "\u00fc@example.test"],
                 ["-m", "x", "--envelope-to", "\u00fc@example.test"],
                 ["-m", "x", "--max-size", "10"]):
        said = run(compose(*WHO, *args), folder)
        check(b"--" in said.err, str(said))
        result = run(compose(*WHO, *args, "--submit", "--json", "--server",
                             "smtp://mail.example.test"), folder)
        same((result.status, result.err), (said.status, said.err),
             "of %s" % args)
        error = json.loads(result.out)["error"]
        check(error["what"] and b"--" + (error["hint"] or error["what"])
              .partition("--")[2].encode() in said.err, str(error))


@suite.test
def values_that_say_nothing_are_refused(folder):
    for option in ("--charset", "--input-charset", "--from-charset"):
        for value in (",utf-8", "utf-8,", "utf-8,,us-ascii", " ", ""):
            refuse(USAGE, compose(*PLAIN, option, value), folder, option)
    refuse(USAGE, compose(*PLAIN, "--attach-all", "--"), folder,
           "--attach-all")


@suite.test
def only_links_that_mail_programs_follow_unsubscribe(folder):
    for url in ("javascript:x", "ftp://b.test/", "data:,x", "b.test", "https:",
                "file:///x"):
        refuse(USAGE, compose(*PLAIN, "--unsubscribe", url), folder, url)
    for url in ("mailto:x@b.test", "http://b.test/", "HTTPS://b.test/"):
        harness.succeed(compose(*PLAIN, "--unsubscribe", url), folder)


@suite.test
def hidden_recipients_of_a_resent_message_are_not_lost(folder):
    field = ["-H", "Resent-Bcc: v@example.test", "-H",
             "Resent-From: a@example.test", "-H",
             "Resent-Date: Mon, 02 Feb 2026 10:00:00 +0000"]
    refuse(USAGE, compose(*PLAIN, *field), folder, "Resent-Bcc", "--keep-bcc")
    check(b"Resent-Bcc: v@example.test" in harness.succeed(
        compose(*PLAIN, *field, "--keep-bcc"), folder), "no field")


@suite.test
def what_has_no_width_is_shown_escaped(folder):
    for code in (0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff):
        refuse(USAGE, compose(*PLAIN, "-t", "x%sy" % chr(code)), folder,
               "\\u%04x" % code)


if __name__ == "__main__":
    sys.exit(suite.main())
