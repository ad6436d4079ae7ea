# SPDX-License-Identifier: MIT
"""Who writes to whom: address options, the envelope, and what becomes of Bcc.

C012, C101, C139, T16
"""

import json
import os
import sys

from composing import PLAIN, USAGE, compose, plan
from harness import Suite, check, field, read, refuse, same, succeed

suite = Suite()
test = suite.test


@test
def recipients_come_by_options_and_as_operands(folder):
    message = compose(folder, *PLAIN, "-t", "C <c@example.test>",
                      "-c", "d@example.test", "--", "e@example.test",
                      "f@example.test, g@example.test")
    same(field(message, "To"), "b@example.test, C <c@example.test>, "
         "e@example.test, f@example.test, g@example.test", "To")
    same(field(message, "Cc"), "d@example.test", "Cc")


@test
def after_two_dashes_nothing_is_an_option(folder):
    message = compose(folder, *PLAIN, "--", "-x@example.test")
    check(field(message, "To").endswith("-x@example.test"), "To lacks it")
    refuse(USAGE, ["compose", *PLAIN, "--", "--dry-run"], folder)


@test
def a_sender_that_smtp_cannot_carry_is_usage(folder):
    longest, longer = ("a" * size + "@example.test" for size in (64, 65))
    at = ["--server", "smtp://mail.example.test"]
    letter = b"From: a@example.test\nTo: b@example.test\n\nHello.\n"
    same(plan(folder, *PLAIN, "--envelope-from", longest)["envelope"]["from"],
         longest, "the sender")
    for command in (["compose", *PLAIN, "-n"],
                    ["compose", *PLAIN, *at, "--submit"], ["send", *at]):
        refuse(USAGE, [*command, "--envelope-from", longer], folder,
               "envelope sender", "65 octets", stdin=letter)
    refuse(USAGE, ["sendmail", *at, "-f", longer, "b@example.test"], folder,
           "-f: ", "65 octets", stdin=letter)


@test
def the_verb_may_be_left_out(folder):
    message = succeed(PLAIN + ["--seed", "x"], folder)
    same(message, compose(folder, *PLAIN, "--seed", "x"), "the message")
    refuse(USAGE, [], folder)
    refuse(USAGE, ["frobnicate"], folder, "frobnicate")


@test
def reply_to_and_sender_are_written(folder):
    message = compose(folder, *PLAIN, "--reply-to", "List: l@example.test;",
                      "--sender", "s@example.test")
    same(field(message, "Reply-To"), "List: l@example.test;", "Reply-To")
    same(field(message, "Sender"), "s@example.test", "Sender")


@test
def a_sender_that_is_the_author_is_left_out(folder):
    message = compose(folder, *PLAIN, "--sender", "a@example.test")
    same(field(message, "Sender"), None, "Sender")


@test
def two_authors_with_a_sender_are_right(folder):
    message = compose(folder, "-H", "From: a@example.test, b@example.test",
                      "--sender", "b@example.test", "-t", "c@example.test",
                      "-m", "x")
    same(field(message, "From"), "a@example.test, b@example.test", "From")
    same(field(message, "Sender"), "b@example.test", "Sender")


@test
def the_envelope_comes_from_the_fields(folder):
    envelope = plan(folder, *PLAIN, "-c", "G: c@example.test, B@EXAMPLE.test,"
                    "b@example.test;", "--bcc", "d@example.test")["envelope"]
    same(envelope["from"], "a@example.test", "the reverse-path")
    same(envelope["to"][0], "b@example.test", "the first recipient")
    same(envelope["to"][-1], "d@example.test", "the last recipient")
    same(envelope["to"].count("b@example.test"), 1, "how often b stands")


@test
def the_envelope_can_be_told(folder):
    envelope = plan(folder, *PLAIN, "--envelope-from", "",
                    "--envelope-to", "x@example.test, Y <y@example.test>",
                    "--envelope-to", "z@example.test")["envelope"]
    same(envelope, {"from": "", "to": ["x@example.test", "y@example.test",
                                       "z@example.test"]}, "the envelope")


@test
def the_author_is_the_reverse_path_or_of_several_the_sender(folder):
    envelope = plan(folder, *PLAIN, "--sender", "s@example.test")["envelope"]
    same(envelope["from"], "a@example.test", "the reverse-path of one")
    envelope = plan(folder, "-H", "From: a@example.test, b@example.test",
                    "--sender", "s@example.test", "-t", "c@example.test",
                    "-m", "x")["envelope"]
    same(envelope["from"], "s@example.test", "the reverse-path of several")


@test
def Bcc_that_is_printed_needs_a_place(folder):
    bcc = PLAIN + ["-b", "secret@example.test"]
    refuse(USAGE, ["compose"] + bcc, folder, "Bcc")
    refuse(USAGE, ["compose"] + bcc + ["-o", "out.eml"], folder, "Bcc")
    refuse(USAGE, ["compose"] + PLAIN + ["-H", "Bcc: secret@example.test"],
           folder, "Bcc")
    same(os.listdir(folder), [], "what is left")
    kept = compose(folder, *bcc, "--keep-bcc")
    same(field(kept, "Bcc"), "secret@example.test", "Bcc")


@test
def the_envelope_file_holds_what_the_message_does_not(folder):
    message = compose(folder, *PLAIN, "-b", "Sécret <secret@example.test>",
                      "--envelope-file", "envelope.json")
    check(b"ecret" not in message, "Bcc is in the message")
    same(json.loads(read(os.path.join(folder, "envelope.json"))),
         {"from": "a@example.test",
          "to": ["b@example.test", "secret@example.test"]}, "the envelope")


@test
def a_domain_outside_ASCII_becomes_A_labels(folder):
    message = compose(folder, *PLAIN, "-t", "x@BÜCHER.example.test")
    check("x@xn--bcher-kva.example.test" in field(message, "To"), "To")
    message = compose(folder, *PLAIN, "--utf8-headers",
                      "-t", "x@bücher.example.test")
    check("x@bücher.example.test" in field(message, "To"), "To")


if __name__ == "__main__":
    sys.exit(suite.main())
