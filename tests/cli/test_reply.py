# SPDX-License-Identifier: MIT
"""Answers to messages that exist: --reply, --reply-all, --forward.

C014
"""

import base64
import os
import sys

from composing import (
    DATA, NO_INPUT, USAGE, compose, joined, parse, parts, text_of)
from harness import (
    NO_PARSER, Skip, Suite, check, refuse, run, same, succeed, write)

suite = Suite()
test = suite.test

ME = ["-f", "Me <me@example.test>"]

ORIGINAL = """\
From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <j@example.test>
To: me@example.test, "Roe, Bob" <bob@example.test>
Cc: ME@Example.test, c@example.test, bob@example.test
Subject: AW: Re[2]: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
Date: Sat, 21 Nov 2026 23:06:00 +0100 (CET)
Message-ID: <2@example.test>
References: <0@example.test>
 <1@example.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Sch=F6n,
> und alt

bis bald
"""


def original(folder, text=ORIGINAL, **changes):
    """Writes ORIGINAL with other fields; a change to None takes one out."""
    head, _, body = text.partition("\n\n")
    lines = []
    for line in head.split("\n"):
        name = line.partition(":")[0].replace("-", "_")
        if line[0] in " \t":
            if lines[-1] is not None:
                lines[-1] += "\n" + line
        elif name in changes:
            lines.append(None)
        else:
            lines.append(line)
    lines = [line for line in lines if line is not None]
    lines += ["%s: %s" % (name.replace("_", "-"), value)
              for name, value in changes.items() if value is not None]
    octets = ("\n".join(lines) + "\n\n" + body).encode()
    return write(folder, "original.eml", octets)


def answer(folder, *args, **changes):
    original(folder, **changes)
    return compose(folder, *ME, *args)


def reply(folder, *args, **changes):
    return parse(answer(folder, "--reply", "original.eml", "-m", "Ja.", *args,
                        **changes))


def reply_all(folder, *args, **changes):
    return parse(answer(folder, "--reply-all", "original.eml", "-m", "Ja.",
                        *args, **changes))


def addresses(message, name):
    return [] if message[name] is None else [
        (one.display_name, one.addr_spec) for one in message[name].addresses]


@test
def a_reply_goes_to_the_author(folder):
    message = reply(folder)
    same(addresses(message, "To"), [("Jürgen Müller", "j@example.test")], "To")
    same(message["Cc"], None, "Cc")
    same(message["Subject"], "Re: Grüße", "the subject")
    same(message["In-Reply-To"], "<2@example.test>", "In-Reply-To")
    same(message["References"],
         "<0@example.test> <1@example.test> <2@example.test>", "References")


@test
def a_reply_quotes_the_text(folder):
    quote = ("On Sat, 21 Nov 2026 23:06:00 +0100, Jürgen Müller wrote:\n"
             "> Schön,\n>> und alt\n>\n> bis bald\n")
    for args, text in (([], "Ja.\n\n" + quote),
                       (["--quote", "after"], "Ja.\n\n" + quote),
                       (["--quote", "before"], quote + "\nJa.\n"),
                       (["--quote", "none"], "Ja.\n")):
        same(text_of(answer(folder, "--reply", "original.eml", "-m", "Ja.",
                            *args)), text, "the text with %s" % args)
    same(text_of(answer(folder, "--reply", "original.eml", "-m", "")), quote,
         "the text without own words")


@test
def own_words_come_from_anywhere(folder):
    original(folder)
    write(folder, "own", b"\xef\xbb\xbfEigenes \xc3\xbc")
    for args, stdin in ((["--text", "own"], b""), ([], b"Eigenes \xc3\xbc\n"),
                        (["--input-charset", "iso-8859-1"], b"Eigenes \xfc")):
        text = text_of(compose(folder, *ME, "--reply", "original.eml", *args,
                               stdin=stdin))
        check(text.startswith("Eigenes ü\n\nOn Sat"), text)
    refuse(USAGE, ["compose", *ME, "--reply", "original.eml", "--text", "own",
                   "--from-charset", "utf-8"], folder, "--from-charset")


@test
def fields_say_where_an_answer_goes(folder):
    for fields, to, to_all in (
            ({"Reply_To": "r@example.test"}, ["r"], ["r"]),
            ({"Reply_To": "r@example.test", "Mail_Reply_To": "m@example.test"},
             ["m"], ["r"]),
            ({"Mail_Followup_To": "l@example.test, me@example.test"}, ["j"],
             ["l"]),
            ({"Reply_To": "none:;"}, ["j"], ["j"])):
        same([address.partition("@")[0] for _, address in
              addresses(reply(folder, **fields), "To")], to, "To")
        same([address.partition("@")[0] for _, address in
              addresses(reply_all(folder, **fields), "To")], to_all, "To")


@test
def a_reply_to_all_leaves_oneself_out(folder):
    message = reply_all(folder)
    same([address for _, address in addresses(message, "To")],
         ["j@example.test"], "To")
    same(addresses(message, "Cc"),
         [("Roe, Bob", "bob@example.test"), ("", "c@example.test")], "Cc")
    message = reply_all(folder, Mail_Followup_To="l@example.test")
    same(message["Cc"], None, "Cc beside Mail-Followup-To")


@test
def an_answer_to_oneself_goes_to_the_recipients(folder):
    message = reply(folder, From="me@example.test")
    same(addresses(message, "To"), [("Roe, Bob", "bob@example.test")], "To")
    message = reply(folder, From="me@example.test", To="me@example.test")
    same(addresses(message, "To"), [("", "me@example.test")], "To")


@test
def an_answer_to_oneself_and_all_names_nobody_twice(folder):
    both = '"Roe, Bob" <bob@example.test>, me@example.test'
    message = reply_all(folder, From="me@example.test", To=both,
                        Cc="c@example.test, bob@example.test")
    same(addresses(message, "To"), [("Roe, Bob", "bob@example.test")], "To")
    same(addresses(message, "Cc"), [("", "c@example.test")], "Cc")
    message = reply_all(folder, From="me@example.test", To="me@example.test",
                        Cc="c@example.test")
    same((message["To"], message["Cc"]), ("c@example.test", None),
         "without another in To")
    message = reply(folder, From="me@example.test, a@example.test",
                    Sender="me@example.test")
    same(message["To"], "a@example.test", "one of two authors")


@test
def many_are_answered_each_of_them_once(folder):
    lists = [", ".join("%s%d@example.test" % (name, i) for i in range(40000))
             for name in ("to", "TO", "cc")]
    octets = answer(folder, "--reply-all", "original.eml", "-m", "x",
                    Reply_To=lists[0], To=lists[1], Cc=lists[2])
    same((octets.count(b"to39999@"), octets.count(b"TO39999@"),
          octets.count(b"cc39999@")), (1, 0, 1), "the last of each list")
    same(octets.count(b"@example.test,"), 79998, "the addresses with others")


@test
def an_author_that_is_no_address_has_to_be_given(folder):
    author = {"From": "M\u00fcller, J\u00f6rg <j@example.test>"}
    original(folder, **author)
    refuse(DATA, ["compose", *ME, "--reply", "original.eml", "-m", "x"],
           folder, "original.eml: From: ", "hint: -t")
    same(reply(folder, "-t", "j@example.test", "-q", **author)["To"],
         "j@example.test", "To")
    same(reply(folder, Reply_To="j@example.test", **author)["To"],
         "j@example.test", "To by Reply-To")


@test
def a_default_domain_completes_the_original_too(folder):
    message = reply(folder, "--default-domain", "example.test", From="root")
    same(message["To"], "root@example.test", "To")
    refuse(DATA, ["compose", *ME, "--reply", "original.eml", "-m", "x"],
           folder, "original.eml")


@test
def a_list_that_cannot_be_read_is_left_out_aloud(folder):
    original(folder, Cc="<<>>")
    result = run(["compose", *ME, "--reply-all", "original.eml", "-m", "x"],
                 folder)
    same(result.status, 0, "the status")
    check(b"note: an address field of the original is left out: "
          in result.err, result.err)
    same(addresses(parse(result.out), "Cc"), [("Roe, Bob", "bob@example.test")],
         "Cc")


@test
def options_win(folder):
    message = reply_all(folder, "-t", "x@example.test", "-s", "New",
                        "--references", "9@example.test")
    same((message["To"], message["Subject"], message["References"]),
         ("x@example.test", "New", "<9@example.test>"), "what was given")
    check(message["Cc"], "Cc is missing")


@test
def ids_follow_the_parents(folder):
    for fields, references in (
            ({"References": None}, "<2@example.test>"),
            ({"References": None, "In_Reply_To": "<1@example.test>"},
             "<1@example.test> <2@example.test>"),
            ({"References": None, "In_Reply_To": "<0@x> <1@x>"},
             "<2@example.test>"),
            ({"References": "odd <a@b> <no> <c d@e> x"},
             "<a@b> <2@example.test>"),
            ({"Message_ID": None}, None)):
        message = reply(folder, **fields)
        same(message["References"], references, "References of %s" % fields)
    for count, second in ((199, 1), (200, 1), (201, 2), (1000, 801)):
        many = " ".join("<%d@x>" % i for i in range(count))
        ids = reply(folder, References=many)["References"].split()
        same((len(ids), ids[0], ids[1], ids[-1]),
             (min(count, 200) + 1, "<0@x>", "<%d@x>" % second,
              "<2@example.test>"), "%d References" % count)


@test
def prefixes_stand_once(folder):
    for subject, replied, forwarded in (
            ("Hi", "Re: Hi", "Fwd: Hi"), ("re:RE: Hi", "Re: Hi",
                                          "Fwd: re:RE: Hi"),
            ("Fw: Fwd: Hi", "Re: Fw: Fwd: Hi", "Fwd: Hi"),
            ("Re : RE(3):Antwort: Hi", "Re: Hi",
             "Fwd: Re : RE(3):Antwort: Hi"),
            ("\u56de\u590d\uff1aHi", "Re: Hi", "Fwd: \u56de\u590d\uff1aHi"),
            ("\u8f6c\u53d1: Hi", "Re: \u8f6c\u53d1: Hi", "Fwd: Hi"),
            ("Re (1: x", "Re: Re (1: x", "Fwd: Re (1: x"),
            ("", "Re:", "Fwd:"),
            ("Reply: no", "Re: Reply: no", "Fwd: Reply: no"),
            ("Re[: x", "Re: Re[: x", "Fwd: Re[: x")):
        same(reply(folder, Subject=subject)["Subject"], replied, "the reply")
        message = parse(answer(folder, "--forward", "original.eml", "-t",
                               "x@example.test", "-m", "", Subject=subject))
        same(message["Subject"], forwarded, "the forward")


@test
def a_forward_holds_the_whole_message(folder):
    octets = ORIGINAL.encode()
    message = answer(folder, "--forward", "original.eml", "-t",
                     "x@example.test", "-m", "FYI")
    check(octets.replace(b"\n", b"\r\n") in message, "it is not exact")
    part = parse(message).get_payload()[1]
    same((part.get_content_type(), part.get_filename()),
         ("message/rfc822", "original.eml"), "the part")
    same(part.get_content()["Subject"], "AW: Re[2]: Grüße", "its subject")
    same(parse(message)["In-Reply-To"], None, "In-Reply-To")
    refuse(USAGE, ["compose", *ME, "--forward", "original.eml", "-t",
                   "x@example.test"], folder, "--no-text")


@test
def a_forward_of_a_forward_that_is_8bit_is_encoded_inside(folder):
    write(folder, "original.eml",
          "From: a@example.test\nSubject: x\nMIME-Version: 1.0\n"
          "Content-Type: text/plain; charset=utf-8\n"
          "Content-Transfer-Encoding: 8bit\n\nSchöne Grüße\n".encode())
    first = succeed(["compose", *ME, "--forward", "original.eml", "-q", "-t",
                     "x@example.test", "-m", "1", "--transport", "8bit"],
                    folder)
    write(folder, "first.eml", first)
    second = compose(folder, *ME, "-q", "--forward", "first.eml", "-t",
                     "y@example.test", "-m", "2")
    check(second.isascii(), "it is not 7bit")
    inner = parse(second).get_payload()[1].get_content()
    innermost = inner.get_payload()[1].get_content()
    same(innermost.get_content().replace("\r\n", "\n"), "Schöne Grüße\n",
         "the innermost text")


@test
def a_forward_may_be_inline(folder):
    text = text_of(answer(folder, "--forward-inline", "original.eml", "-t",
                          "x@example.test", "-m", "FYI"))
    same(text, "FYI\n\n---------- Forwarded message ----------\n"
         "From: Jürgen Müller <j@example.test>\n"
         "Date: Sat, 21 Nov 2026 23:06:00 +0100 (CET)\n"
         "Subject: AW: Re[2]: Grüße\n"
         "To: me@example.test, \"Roe, Bob\" <bob@example.test>\n"
         "Cc: ME@Example.test, c@example.test, bob@example.test\n"
         "\nSchön,\n> und alt\n\nbis bald\n", "the text")


NESTED = """\
From: a@example.test
Subject: x
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/html; charset=utf-8

<p>no
--a
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: base64

%s
--a--
--m
Content-Type: text/plain
Content-Disposition: attachment; filename=x.txt

attached
--m
Content-Type: message/rfc822

From: b@example.test

inner text
--m--
"""


@test
def the_plain_text_is_found_and_joined(folder):
    flowed = "word " * 14 + "\r\n" + "ü and the end.\r\n> a \r\n> b\r\n"
    text = NESTED % base64.b64encode(flowed.encode()).decode()
    write(folder, "original.eml", text.encode())
    made = text_of(compose(folder, *ME, "--reply", "original.eml", "-m", ""))
    same(made, "a@example.test wrote:\n> " + "word " * 14 +
         "ü\n> and the end.\n>> a b\n", "the quote")
    result = compose(folder, *ME, "-q", "--forward-inline", "original.eml",
                     "-t", "x@example.test", "-m", "")
    check("attached" not in text_of(result), "an attachment is in the text")


@test
def a_text_is_made_of_HTML(folder):
    if os.environ.get("GUMBO") == "no":
        raise Skip(NO_PARSER)
    write(folder, "original.eml",
          "From: a@example.test\nContent-Type: text/html; charset=utf-8\n\n"
          "<p>Sch\u00f6n <b>fett</b></p><script>no</script>".encode())
    text = text_of(compose(folder, *ME, "--reply", "original.eml", "-m", ""))
    check("> Schön fett\n" in text, text)


@test
def paragraphs_of_HTML_are_cut_behind_the_marks(folder):
    if os.environ.get("GUMBO") == "no":
        raise Skip(NO_PARSER)
    words = ("word " * 60).strip()
    write(folder, "original.eml",
          ("From: a@example.test\nContent-Type: text/html\n\n"
           "<p>%s</p><blockquote>%s</blockquote>" % (words, words)).encode())
    lines = text_of(compose(folder, *ME, "--reply", "original.eml", "-m",
                            "")).split("\n")
    check(all(len(line) <= 78 for line in lines), lines)
    for mark in ("> ", ">> "):
        same(" ".join(line[len(mark):] for line in lines
                      if line.startswith(mark)), words, mark)
    message = parse(compose(folder, *ME, "--reply", "original.eml", "-m", "",
                            "--flowed"))
    shown = joined(message.get_content().replace("\r\n", "\n"), False)
    check((1, words) in shown and (2, words) in shown, shown)


@test
def a_reply_to_what_has_no_text_quotes_nothing(folder):
    write(folder, "original.eml",
          b"From: a@example.test\nContent-Type: application/pdf\n\n%PDF\n")
    for own in ("Ja.", ""):
        result = run(["compose", *ME, "--reply", "original.eml", "-m", own],
                     folder)
        same(result.status, 0, "the status")
        check(b"note: original.eml has no text" in result.err, result.err)
        same(text_of(result.out).rstrip("\n"), own, "the text")
    result = run(["compose", *ME, "--forward-inline", "original.eml", "-t",
                  "x@example.test", "-m", ""], folder)
    check(b"note: 1 part of original.eml is left out" in result.err,
          result.err)


@test
def a_second_text_is_not_left_out_in_silence(folder):
    texts = "".join("--m\nContent-Type: text/%s\n\n%s\n" % kind for kind in
                    (("plain", "one"), ("html", "<p>one"), ("plain", "two")))
    write(folder, "original.eml",
          ("From: a@example.test\nMIME-Version: 1.0\n"
           "Content-Type: multipart/mixed; boundary=m\n\n%s--m--\n"
           % texts).encode())
    result = run(["compose", *ME, "--forward-inline", "original.eml", "-t",
                  "x@example.test", "-m", ""], folder)
    check(text_of(result.out).endswith("\n\none\n"), result.out)
    check(b"note: 1 part of original.eml is left out" in result.err,
          result.err)


@test
def iso_2022_jp_needs_no_label(folder):
    for charset, kind in (("iso-2022-jp", "text/plain"),
                          ("iso-2022-jp", "text/plain; charset=iso-2022-jp"),
                          ("utf-8", "text/plain; charset=utf-8")):
        text = ("From: \u5c71\u7530 <y@example.test>\n"
                "Subject: \u5143\u6c17\nContent-Type: %s\n\n"
                "\u3053\u3093\n" % kind)
        write(folder, "original.eml", text.encode(charset))
        message = compose(folder, *ME, "--reply", "original.eml", "-m", "")
        same(text_of(message), "\u5c71\u7530 wrote:\n> \u3053\u3093\n",
             "the text")
        same(addresses(parse(message), "To"),
             [("\u5c71\u7530", "y@example.test")], "To")
        same(parse(message)["Subject"], "Re: \u5143\u6c17", "the subject")


@test
def labels_may_be_wrong(folder):
    for head, octets, quoted in (
            (b"Content-Type: text/plain; charset=utf-8", b"gr\xfcn", "grün"),
            (b"Content-Type: text/plain; charset=x-odd", b"gr\xc3\xbcn",
             "grün"),
            (b"X: y", b"gr\x96n", "gr–n")):
        write(folder, "original.eml",
              b"From: a@example.test\n" + head + b"\n\n" + octets + b"\n")
        text = text_of(compose(folder, *ME, "--reply", "original.eml", "-m",
                               ""))
        check("> %s\n" % quoted in text, text)


@test
def what_cannot_be_answered_is_refused(folder):
    write(folder, "picture", b"\x89PNG\r\n\0\0")
    write(folder, "nobody", b"Subject: x\n\ny\n")
    write(folder, "odd", b"From: <<>>\n\ny\n")
    for status, name in ((NO_INPUT, "missing"), (DATA, "picture"),
                         (DATA, "nobody"), (DATA, "odd")):
        refuse(status, ["compose", *ME, "--reply", name, "-m", "x"], folder,
               name)
    original(folder)
    for args in (["--reply", "original.eml", "--forward", "original.eml"],
                 ["--quote", "none"], ["--reply", "original.eml", "--quote",
                                       "sideways"]):
        refuse(USAGE, ["compose", *ME, "-m", "x", *args], folder)
    refuse(USAGE, ["compose", *ME, "--reply", "original.eml", "--no-text"],
           folder, "--quote")


@test
def the_original_may_be_standard_input(folder):
    message = compose(folder, *ME, "--forward", "-", "-t", "x@example.test",
                      "-m", "x", stdin=ORIGINAL.encode())
    same([part.get_content_type() for part in parts(message)],
         ["text/plain", "text/plain"], "the leaves")
    check(b"> bis bald" in compose(folder, *ME, "--reply", "-", "-m", "x",
                                   stdin=ORIGINAL.encode()), "no quote")
    refuse(USAGE, ["compose", *ME, "--reply", "-"], folder, "twice",
           stdin=ORIGINAL.encode())


if __name__ == "__main__":
    sys.exit(suite.main())
