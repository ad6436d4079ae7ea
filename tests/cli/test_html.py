# SPDX-License-Identifier: MIT
"""The options of the command that read the HTML body."""

import os

from composing import NO_INPUT, USAGE, WHO, compose, parts
from harness import Skip, Suite, check, read, refuse, run, same, write

suite = Suite()

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
UNAVAILABLE = 71


def is_left_out():
    return os.environ.get("GUMBO") == "no"


def page(folder, text, name="page.html"):
    """A page with a picture in img/."""
    if is_left_out():
        raise Skip("this build has no HTML parser")
    os.makedirs(os.path.join(folder, "img"), exist_ok=True)
    write(os.path.join(folder, "img"), "a.png", PNG)
    return write(folder, name, text)


def lines_of(part):
    return part.get_content().replace("\r\n", "\n")


def html_of(message):
    return next(part for part in parts(message)
                if part.get_content_type() == "text/html").get_content()


@suite.test
def embeds_the_pictures_of_a_page(folder):
    path = page(folder, "<img src=img/a.png>")
    message = compose(folder, *WHO, "--html", path, "--embed")
    body, image = parts(message)
    same(image.get_content(), PNG, "the image")
    same(image.get_filename(), "a.png", "its name")
    same(body.get_content().strip(),
         "<img src=cid:%s>" % image["Content-ID"].strip("<>"), "the page")


@suite.test
def looks_from_the_page_and_from_the_folder_that_is_named(folder):
    for args, stdin, found in (
            (["--html", page(folder, "<img src=a.png>"), "--embed=img"],
             b"", True),
            (["--html", "-", "--embed=img"], b"<img src=a.png>", True),
            (["--html", "-", "--embed"], b"<img src=img/a.png>", True),
            (["-q", "--html", page(folder, "<img src=../page.html>",
                                   "img/in.html"), "--embed"], b"", False)):
        message = compose(folder, *WHO, *args, stdin=stdin)
        same("cid:" in html_of(message), found, "cid: for %s" % args)


@suite.test
def says_what_it_took_and_what_it_left(folder):
    page(folder, "<img src=img/a.png><img src=https://e.example/b.png>"
         "<img src=/etc/passwd>")
    for args, wanted in (
            ([], [b"/etc/passwd"]), (["-q"], []),
            (["-v"], [b"img/a.png: embedded", b"https://e.example/b.png: left",
                      b"/etc/passwd: left"])):
        said = run(["compose", *WHO, "--html", "page.html", "--embed", *args,
                    "-o", "out"], folder).err
        same(said.count(b"--embed:"), len(wanted), "notes in %r" % said)
        for words in wanted:
            check(words in said, "%r is not in %r" % (words, said))


@suite.test
def refuses_a_page_whose_picture_is_missing(folder):
    path = page(folder, "<img src=gone.png>")
    refuse(NO_INPUT, ["compose", *WHO, "--html", path, "--embed"], folder,
           "gone.png")
    refuse(NO_INPUT, ["compose", *WHO, "--html", path, "--embed=none"],
           folder, "none")
    refuse(USAGE, ["compose", *WHO, "-m", "x", "--embed"], folder, "--embed")


@suite.test
def makes_the_same_of_the_same(folder):
    path = page(folder, "<img src=img/a.png>")
    args = [*WHO, "--html", path, "--embed", "--seed", "x"]
    same(compose(folder, *args), compose(folder, *args), "the second message")


@suite.test
def makes_a_text_of_the_page(folder):
    path = page(folder, "<h1>Hello</h1><a href=https://e.example/>W\u00f6rld")
    args = [*WHO, "--html", path, "--text-from-html"]
    for more in ([], ["--embed"], ["--input-charset", "iso-8859-1"]):
        write(folder, "page.html", read(path).replace(
            b"\xc3\xb6", b"\xf6" if "iso-8859-1" in more else b"\xc3\xb6"))
        text, html = parts(compose(folder, *args, *more))
        same(lines_of(text), "Hello\n=====\n\nW\u00f6rld [1]\n\n"
             "[1] https://e.example/\n", "the text with %s" % more)
        check("<h1>" in html.get_content(), "the page is not the page")


@suite.test
def makes_a_text_that_flows(folder):
    path = page(folder, "<p>" + "A long line. " * 20)
    message = compose(folder, *WHO, "--html", path, "--text-from-html",
                      "--flowed")
    text = parts(message)[0]
    same(text.get_param("format"), "flowed", "format")
    check(" \n" in lines_of(text), "nothing flows")


@suite.test
def refuses_a_text_where_there_is_one_or_no_page(folder):
    path = page(folder, "<p>Hello")
    for args in (["--html", path, "-m", "x"], ["-m", "x"], ["--no-text"]):
        refuse(USAGE, ["compose", *WHO, *args, "--text-from-html"], folder,
               "--text-from-html")


@suite.test
def says_that_the_parser_was_left_out(folder):
    if not is_left_out():
        raise Skip("this build has the HTML parser")
    path = write(folder, "page.html", "<p>Hello")
    for option in ("--embed", "--text-from-html"):
        refuse(UNAVAILABLE, ["compose", *WHO, "--html", path, option], folder,
               "no HTML parser")


raise SystemExit(suite.main())
