# SPDX-License-Identifier: MIT
"""Thirty pages as newsletters have them: a second HTML parser sees no
difference in what --embed made of them but the references, and what
--text-from-html made of them is what stands beside them in testdata/html.
"""

import os
import re
import sys
import unicodedata
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "cli"))

from composing import WHO, compose, parts  # noqa: E402
from harness import Skip, Suite, check, read, same, write  # noqa: E402
from html_pages import (  # noqa: E402
    PAGES, make_pictures, octets_of, pages, text_of)

SYSTEM_PYTHON = "/usr/bin/python3"

try:
    import html5lib
except ImportError:
    # The system's package is for the system's Python, which may be another.
    if os.path.realpath(sys.executable) != os.path.realpath(SYSTEM_PYTHON) \
            and os.access(SYSTEM_PYTHON, os.X_OK):
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON] + sys.argv)
    html5lib = None

suite = Suite()

CID = re.compile(r"cid:([0-9a-z]+@example\.test)")
COLUMNS = 78

# Pages whose names lead elsewhere, by their <base>.
REMOTE = {"16-base-remote"}

SHOWN = {"src", "srcset", "background", "poster", "style"}


def needs(parser=True):
    if os.environ.get("GUMBO") == "no":
        raise Skip("this build has no HTML parser")
    if parser and html5lib is None:
        raise Skip("needs html5lib")


def embedded(folder, page):
    """The page as it was sent, and the images by their Content-ID."""
    make_pictures(folder)
    path = write(folder, "page.html", octets_of(page))
    html, *images = parts(compose(folder, *WHO, "--html", path, "--embed",
                                  "-q"))
    text = html.get_payload(decode=True).decode(html.get_content_charset())
    return (text.replace("\r\n", "\n"),
            {image["Content-ID"].strip("<>"): image for image in images})


def references(before, after):
    """What stood in BEFORE where AFTER has a cid, with the id; None where
    anything else differs."""
    pieces = CID.split(after)
    pattern = "".join(
        "(.+?)" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces))
    found = re.fullmatch(pattern, before, re.DOTALL)
    return found and list(zip(found.groups(), pieces[1::2]))


def file_of(folder, page, reference):
    """The path that a browser would take REFERENCE for."""
    plain = reference.strip().replace("\\", "/").replace("&amp;", "&")
    plain = plain.replace("&eacute;", "é").split("?")[0].split("#")[0]
    path = urllib.parse.unquote(plain).lstrip("/")
    if page == "17-base-local":
        path = os.path.join("img", path)
    return os.path.join(folder, path)


def tokens(text):
    tree = html5lib.parse(text, treebuilder="etree")
    return list(html5lib.getTreeWalker("etree")(tree))


def strings(token):
    """Every string in TOKEN, with where it stands."""
    for key, value in token.items():
        if isinstance(value, dict):
            for name, content in value.items():
                yield (key, name), content
        else:
            yield (key,), value


def compare_tokens(before, after):
    same(len(after), len(before), "number of tokens")
    for old, new in zip(before, after):
        for (place, was), (where, now) in zip(strings(old), strings(new)):
            same(where, place, "a place in the tree")
            check(was == now or references(was, now) is not None,
                  "%s: %r became %r" % (place, was, now))


def left_behind(sequence):
    """Names of files here that a shown attribute still has."""
    for token in sequence:
        if token["type"] not in ("StartTag", "EmptyTag"):
            continue
        for (_, name), value in token["data"].items():
            if name in SHOWN and re.search(r"(^|[\s\"'(,])\.?/?img[/\\]",
                                           value):
                yield value


def embeds(page):
    def test(folder):
        needs()
        after, images = embedded(folder, page)
        before = text_of(page)
        found = references(before, after)
        check(found is not None, "more than references changed")
        # C063
        same({cid for _, cid in found}, set(images), "ids that are named")
        for reference, cid in found:
            same(images[cid].get_payload(decode=True),
                 read(file_of(folder, page, reference)),
                 "the image for %r" % reference)
        old, new = tokens(before), tokens(after)
        compare_tokens(old, new)
        if page not in REMOTE:
            same(list(left_behind(new)), [], "names that were left")
    return test


def columns(text):
    """The columns of TEXT by Unicode's own tables."""
    shown = re.sub("\u200d.|[\U0001f3fb-\U0001f3ff]", "", text)
    return sum(0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(char) in "WF" else 1
               for char in shown)


def check_columns(text):
    for line in text.split("\n"):
        check(columns(line) <= COLUMNS or len(line.split()) == 1,
              "over %d columns: %r" % (COLUMNS, line))


def writes(page):
    def test(folder):
        needs(parser=False)
        path = write(folder, "page.html", octets_of(page))
        text, _ = parts(compose(folder, *WHO, "--html", path,
                                "--text-from-html"))
        got = text.get_payload(decode=True).decode(text.get_content_charset())
        got = got.replace("\r\n", "\n")
        wanted = read(os.path.join(PAGES, page + ".txt")).decode()
        same(got, wanted, "the text")
        check_columns(got)
    return test


for name in pages():
    suite.add("embeds the pictures of " + name, embeds(name))
    suite.add("writes the text of " + name, writes(name))


raise SystemExit(suite.main())
