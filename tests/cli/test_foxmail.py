# SPDX-License-Identifier: MIT
"""Composes the message of testdata/foxmail.eml again.

The same tree, decoded fields, texts and attachment; and right where the
sample is not: no encoded-word inside quotes, no Bcc written out.

C012, C033, C046
"""

import json
import os
import re
import sys

from composing import compose, parse, parts
from harness import TOP, Suite, check, field, read, same, write

SAMPLE = os.path.join(TOP, "testdata", "foxmail.eml")
NAME = "郜小亮"

suite = Suite()


def compose_again(folder):
    sample = parse(read(SAMPLE))
    text, html, file = [part.get_payload(decode=True)
                        for part in parts(read(SAMPLE))]
    write(folder, "text", text)
    write(folder, "html", html)
    write(folder, "readme.txt", file)
    return sample, compose(
        folder, "--charset", "us-ascii,gb2312,utf-8",
        "-f", "%s <gaoxl@legendsec.com>" % NAME,
        "-t", "moreorless <moreorless@live.cn>",
        "-c", "gxl0620 <gxl0620@163.com>",
        "-b", "%s <venus.oso@gmail.com>" % NAME,
        "--envelope-file", "envelope.json", "-s", sample["subject"],
        "--date", sample["date"], "--message-id", sample["message-id"],
        "-H", "X-mailer: " + sample["x-mailer"],
        "--text", "text", "--from-charset", "gb2312",
        "--html", "html", "--from-charset", "gb2312",
        "-a", "readme.txt", "--type", "application/octet-stream")


def tree(part):
    return (part.get_content_type(),
            [tree(child) for child in part.iter_parts()])


@suite.test
def the_tree_is_the_same(folder):
    sample, message = compose_again(folder)
    same(tree(parse(message)), tree(sample), "the tree")


@suite.test
def the_decoded_fields_are_the_same(folder):
    sample, message = compose_again(folder)
    again = parse(message)
    for name in ("From", "To", "Cc", "Subject", "Message-ID", "X-mailer"):
        same(str(again[name]), str(sample[name]), name)
    same(again["date"].datetime, sample["date"].datetime, "Date")


@suite.test
def the_contents_are_the_same(folder):
    sample, message = compose_again(folder)
    for old, new in zip(parts(read(SAMPLE)), parts(message)):
        same((new.get_payload(decode=True), new.get_content_charset(),
              new.get_filename()),
             (old.get_payload(decode=True), old.get_content_charset(),
              old.get_filename()), new.get_content_type())


@suite.test
def what_the_sample_does_wrong_is_right(folder):
    sample, message = compose_again(folder)
    check(re.search(rb'"[^"\r\n]*=\?', read(SAMPLE)), "the sample is right")
    check(not re.search(rb'"[^"\r\n]*=\?', message),
          "an encoded-word is inside quotes")
    check(b"=?gb2312?" in field(message, "From").encode().lower(),
          "the name is not in gb2312")
    same(field(message, "Bcc"), None, "Bcc")
    same(json.loads(read(os.path.join(folder, "envelope.json"))),
         {"from": "gaoxl@legendsec.com",
          "to": ["moreorless@live.cn", "gxl0620@163.com",
                 "venus.oso@gmail.com"]}, "the envelope")


if __name__ == "__main__":
    sys.exit(suite.main())
