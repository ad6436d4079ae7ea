# SPDX-License-Identifier: MIT
"""The options that make header fields.

C006, C014, C033, C068, C078, C079
"""

import re
import sys

from composing import PLAIN, USAGE, WHO, compose, parse
from harness import Suite, check, field, refuse, same, write

suite = Suite()
test = suite.test


@test
def a_subject_is_taken_as_typed(folder):
    for text in ("\\n %s $x", "=?utf-8?q?x?=", "Grüße  an alle", "x" * 200,
                 "a: b", "ends in =?", "日本語" * 40):
        message = compose(folder, *WHO, "-m", "x", "-s", text)
        same(parse(message)["subject"], text, "the subject")


@test
def any_field_can_be_given(folder):
    message = compose(folder, *PLAIN, "-H", "X-Note: Größe", "-H",
                      "X-Empty;", "-H", "Keywords: one, zwölf",
                      "-H", "To: c@example.test")
    same(parse(message)["x-note"], "Größe", "X-Note")
    same(field(message, "X-Empty"), "", "X-Empty")
    same(parse(message)["keywords"], "one, zwölf", "Keywords")
    same(field(message, "To"), "b@example.test, c@example.test", "To")


DAY = "Mon, 02 Feb 2026 10:00:00 +0000"


def header_options(fields):
    return [arg for one in fields for arg in ("-H", one)]


@test
def blocks_of_resent_fields_stand_whole_at_the_top(folder):  # C015
    fields = ["Resent-From: c@example.test", "Resent-To: d@example.test",
              "Resent-Date: " + DAY, "Resent-From: b@example.test",
              "X-Own: x", "Resent-Date: " + DAY,
              "Resent-Message-ID: <1@example.test>"]
    write(folder, "fields", "\n".join(fields) + "\n")
    for args in (header_options(fields), ["--header-file", "fields"]):
        names = [line.partition(b":")[0].decode() for line in
                 compose(folder, *PLAIN, *args).split(b"\r\n")]
        same(names[:8], ["Resent-From", "Resent-To", "Resent-Date",
                         "Resent-Message-ID", "Resent-From", "Resent-Date",
                         "Resent-Message-ID", "Date"], "the first fields")


@test
def a_block_of_resent_fields_that_is_not_whole_is_refused(folder):  # C015
    whole = ["Resent-From: c@example.test", "Resent-Date: " + DAY]
    for fields, name in ((whole[:1], "Resent-Date"),
                         (whole[1:], "Resent-From"),
                         (whole + whole[:1], "block 2"),
                         (whole[:1] + whole, "block 1"),
                         (["Resent-From: a@b.test, c@d.test"] + whole[1:],
                          "Resent-Sender")):
        refuse(USAGE, ["compose", *PLAIN, *header_options(fields)], folder,
               name, "hint: ")


@test
def generated_fields_can_be_replaced_or_left_out(folder):
    message = compose(folder, *PLAIN, "-H", "Message-ID: <x@b.test>",
                      "-H", "Date:")
    same(field(message, "Message-ID"), "<x@b.test>", "Message-ID")
    same(field(message, "Date"), None, "Date")
    message = compose(folder, *PLAIN, "-H", "Message-ID:")
    same(field(message, "Message-ID"), None, "Message-ID")


@test
def fields_come_from_a_file_too(folder):
    rows = ["To: r%05d@example.test" % n for n in range(3000)]
    path = write(folder, "fields", "\n".join(rows)
                 + "\nX-Folded: one\n two\n\tthree\nX-Last: y\n")
    message = compose(folder, *PLAIN, "--header-file", path)
    same(len(field(message, "To").split(", ")), 3001, "recipients")
    same(" ".join(field(message, "X-Folded").split()), "one two three",
         "X-Folded")
    same(field(message, "X-Last"), "y", "X-Last")


@test
def a_header_file_may_begin_with_a_mark_and_end_in_empty_lines(folder):
    path = write(folder, "fields", "\ufeffX-A: b\r\nX-B: c\n\n\r\n")
    message = compose(folder, *PLAIN, "--header-file", path)
    same((field(message, "X-A"), field(message, "X-B")), ("b", "c"), "fields")


@test
def what_is_given_cannot_be_left_out_in_any_order(folder):
    for given, name in ((["--date", "@1"], "Date"),
                        (["--message-id", "x@b.test"], "Message-ID"),
                        (["-H", "Date: @1"], "Date")):
        omitted = ["-H", name + ":"]
        for args in (given + omitted, omitted + given):
            result = refuse(64, ["compose", *PLAIN, *args], folder, name,
                            "left out")
            check(b"hint: " not in result.err, str(result))


@test
def what_is_no_name_cannot_be_left_out(folder):
    for given in (":", "X Y:", "Größe:"):
        refuse(64, ["compose", *PLAIN, "-H", given], folder, "name")


DATES = {
    "Fri, 21 Nov 1997 09:55:06 -0600": "Fri, 21 Nov 1997 09:55:06 -0600",
    "2026-11-21T23:06:00Z": "Sat, 21 Nov 2026 23:06:00 +0000",
    "2026-11-21T23:06:00+05:30": "Sat, 21 Nov 2026 23:06:00 +0530",
    "2026-11-21 23:06": "Sat, 21 Nov 2026 23:06:00 +0000",
    "@0": "Thu, 01 Jan 1970 00:00:00 +0000",
}


@test
def a_date_can_be_written_in_three_ways(folder):
    for text, wanted in DATES.items():
        message = compose(folder, *PLAIN, "--date", text,
                          env={"TZ": "XXX-05:30"})
        same(re.sub(r" 0?1 Jan", " 01 Jan", field(message, "Date")), wanted,
             "the date of " + text)


@test
def the_date_is_now_in_local_time(folder):
    message = compose(folder, *PLAIN, env={"TZ": "XXX-05:30"})
    check(field(message, "Date").endswith(" +0530"), field(message, "Date"))


@test
def the_message_id_is_at_the_domain_of_From(folder):
    first, second = (field(compose(folder, *PLAIN), "Message-ID")
                     for _ in range(2))
    check(first != second, "it is the same twice")
    check(first.endswith("@example.test>"), first)
    # The left side is drawn: 22 letters and digits, whatever they spell.
    check(re.fullmatch(r"<[0-9a-z]{22}@example\.test>", first), first)


@test
def answers_name_what_they_answer(folder):
    message = compose(folder, *PLAIN, "--in-reply-to", "<p@b.test>",
                      "--references", "<o@b.test> <p@b.test>",
                      "--references", "<q@b.test>")
    same(field(message, "In-Reply-To"), "<p@b.test>", "In-Reply-To")
    same(field(message, "References"), "<o@b.test> <p@b.test> <q@b.test>",
         "References")


@test
def ids_may_lack_their_brackets(folder):
    for args in (["a@b.test c@b.test", "d@b.test"],
                 ["a@b.test", "<c@b.test> d@b.test"],
                 ["<a@b.test>", " c@b.test  d@b.test "],
                 ["<a@b.test><c@b.test> (note) <d@b.test>"]):
        message = compose(folder, *PLAIN, *(
            word for ids in args for word in ("--references", ids)))
        same(re.findall("<[^>]*>", field(message, "References")),
             ["<a@b.test>", "<c@b.test>", "<d@b.test>"], "References")


@test
def priority_has_its_fields(folder):
    high = compose(folder, *PLAIN, "--priority", "high")
    low = compose(folder, *PLAIN, "--priority", "low")
    normal = compose(folder, *PLAIN, "--priority", "normal")
    check(field(high, "X-Priority").startswith("1")
          or field(high, "Importance") == "high", "high is not shown")
    check((field(low, "Importance") or "").lower() == "low", "low: Importance")
    check(field(normal, "Importance") in (None, "normal"), "normal is shown")


@test
def unsubscribe_makes_both_fields(folder):
    message = compose(folder, *PLAIN, "--unsubscribe",
                      "https://example.test/u?x=1")
    same(field(message, "List-Unsubscribe"), "<https://example.test/u?x=1>",
         "List-Unsubscribe")
    same(field(message, "List-Unsubscribe-Post"),
         "List-Unsubscribe=One-Click", "List-Unsubscribe-Post")


@test
def unsubscribe_takes_several_the_best_first(folder):
    page, mail = "https://example.test/u?x=1,2", "mailto:u@example.test?a=b"
    for links in ((page, mail), (mail, page), (mail, page, mail)):
        message = compose(folder, *PLAIN, *(
            word for link in links for word in ("--unsubscribe", link)))
        same(field(message, "List-Unsubscribe"),
             ", ".join("<%s>" % link for link in links), "List-Unsubscribe")
        same(field(message, "List-Unsubscribe-Post"),
             "List-Unsubscribe=One-Click", "List-Unsubscribe-Post")
    for link in (mail, "http://example.test/u"):
        message = compose(folder, *PLAIN, "--unsubscribe", link)
        same(field(message, "List-Unsubscribe-Post"), None,
             "List-Unsubscribe-Post for " + link)


@test
def one_click_goes_to_one_page(folder):
    for links in (("https://a.test/", "https://b.test/"),
                  ("https://a.test/", "http://a.test/"),
                  ("http://a.test/", "mailto:a@b.test", "HTTPS://a.test/")):
        refuse(64, ["compose", *PLAIN, *(
            word for link in links for word in ("--unsubscribe", link))],
            folder, "--unsubscribe", "one page")
    refuse(64, ["compose", *PLAIN, "--unsubscribe", "https://a.test/", "-H",
                "List-Unsubscribe: <mailto:a@b.test>"], folder,
           "List-Unsubscribe")


@test
def what_is_no_link_or_tag_or_kind_is_refused(folder):
    for option, texts in (
            ("--unsubscribe", ("", "x", "https:", "ftp://a.test/", "a b:c",
                               "https://a.test/ b", "https://a.test/>",
                               "https://b\u00fccher.test/", "javascript:x",
                               "<https://a.test/>")),
            ("--language", ("", "de en", "de-", "-de", "german1234", "d\u00e9",
                            "de,,en", "de\r\nX: y")),
            ("--auto-submitted", ("", "auto generated", "auto-generated x",
                                  "a\r\nX: y", "\u00fc")),
            ("--priority", ("", "urgent", "1", "HIGH", "high\r\nX: y"))):
        for text in texts:
            refuse(64, ["compose", *PLAIN, option, text], folder)


@test
def languages_and_kinds_are_those_of_the_standards(folder):
    for text in ("de", "en-GB", "zh-Hans-CN", "de-1996", "sl-rozaj-biske",
                 "x-klingon", "i-default", "de, en-GB"):
        message = compose(folder, *PLAIN, "--language", text)
        same(field(message, "Content-Language"), text, "Content-Language")
    for text in ("no", "auto-generated", "auto-replied", "auto-notified",
                 "auto-generated; owner-email=\"a@b.test\""):
        message = compose(folder, *PLAIN, "--auto-submitted", text)
        same(field(message, "Auto-Submitted"), text, "Auto-Submitted")


@test
def each_priority_is_said_in_both_ways(folder):
    for word, number in (("high", "1"), ("normal", "3"), ("low", "5")):
        message = compose(folder, *PLAIN, "--priority", word)
        same((field(message, "X-Priority"), field(message, "Importance")),
             (number, word), "the fields of " + word)


@test
def auto_submitted_and_language_are_written(folder):
    message = compose(folder, *PLAIN, "--auto-submitted", "auto-generated",
                      "--language", "de")
    same(field(message, "Auto-Submitted"), "auto-generated", "Auto-Submitted")
    same(field(message, "Content-Language"), "de", "Content-Language")
    same(field(compose(folder, *PLAIN), "Auto-Submitted"), None,
         "Auto-Submitted of mail by hand")


if __name__ == "__main__":
    sys.exit(suite.main())
