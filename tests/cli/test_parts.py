# SPDX-License-Identifier: MIT
"""Attachments and inline parts, and the modifiers that say how they look.

C020, C036, C040, C052, C058, C060, T19
"""

import base64
import os
import subprocess
import sys

import harness
from composing import PLAIN, USAGE, WHO, compose, parse, parts, text_of
from harness import Suite, check, refuse, same, write

suite = Suite()
test = suite.test


@test
def an_attachment_arrives_bit_for_bit(folder):
    for number, octets in enumerate((b"", b"a", b"a\r\nb\n\r\n", b"\0\xff" * 99,
                                     "grün\n".encode(), b"\r", b"x" * 2000)):
        write(folder, "file.txt", octets)
        message = compose(folder, *PLAIN, "-a", "file.txt")
        same(parts(message)[1].get_payload(decode=True), octets,
             "attachment %d" % number)


@test
def an_attachment_can_come_from_standard_input(folder):
    part = parts(compose(folder, *PLAIN, "-a", "-", stdin=b"\0\1\n"))[1]
    same((part.get_filename(), part.get_payload(decode=True)),
         (None, b"\0\1\n"), "the attachment")
    part = parts(compose(folder, *PLAIN, "-a", "-", "--name", "x.bin",
                         stdin=b"\0" * 3000000))[1]
    same((part.get_filename(), part.get_payload(decode=True)),
         ("x.bin", b"\0" * 3000000), "the attachment")


@test
def an_attachment_can_come_from_a_descriptor(folder):
    reader, writer = os.pipe()
    os.write(writer, b"by pipe\n")
    os.close(writer)
    os.dup2(reader, 9)
    process = subprocess.run(
        harness.UNDER + [harness.PROGRAM] + PLAIN + ["-a", "/dev/fd/9"],
        pass_fds=[9], env=harness.environment(folder, None), cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(9)
    os.close(reader)
    same((process.returncode, process.stderr), (0, b""), "the run")
    same(parts(process.stdout)[1].get_payload(decode=True), b"by pipe\n",
         "the attachment")


@test
def a_FIFO_is_read_where_that_is_allowed(folder):
    path = os.path.join(folder, "pipe")
    os.mkfifo(path)
    process = harness.start(["compose", *PLAIN, "-a", path,
                             "--allow-special"], folder,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with harness.writer_of(path, process) as pipe:
        pipe.write(b"by FIFO\n")
    out, err = harness.finish(process)
    same((process.returncode, err), (0, b""), "the run")
    same(parts(out)[1].get_payload(decode=True), b"by FIFO\n", "the part")


@test
def many_files_are_attached_at_once(folder):
    for name in ("a.bin", "b.bin", "-c.bin"):
        write(folder, name, name)
    message = compose(folder, *PLAIN, "--attach-all", "a.bin", "b.bin",
                      "-c.bin", "--", "c@example.test")
    same([p.get_filename() for p in parts(message)[1:]],
         ["a.bin", "b.bin", "-c.bin"], "the names")
    refuse(USAGE, ["compose", *PLAIN, "--attach-all", "a.bin"], folder)


@test
def modifiers_say_how_a_part_looks(folder):
    write(folder, "data", "x\n")
    message = compose(
        folder, *PLAIN, "-a", "data", "--type", "text/x-log; charset=us-ascii",
        "--name", "Größe.log", "--encoding", "quoted-printable",
        "--disposition", "inline", "--cid", "one@example.test",
        "--description", "Ein Überblick", "--part-header", "X-Part: y")
    part = parts(message)[1]
    same((part.get_content_type(), part.get_content_charset()),
         ("text/x-log", "us-ascii"), "the type")
    same(part.get_filename(), "Größe.log", "the name")
    same(part["content-transfer-encoding"], "quoted-printable", "encoding")
    same(part.get_content_disposition(), "inline", "the disposition")
    same(part["content-id"], "<one@example.test>", "the Content-ID")
    same(part["content-description"], "Ein Überblick", "the description")
    same(part["x-part"], "y", "X-Part")


@test
def a_name_can_be_left_out(folder):
    write(folder, "secret-name.bin", b"\0")
    message = compose(folder, *PLAIN, "-a", "secret-name.bin", "--no-name")
    check(b"secret-name" not in message, "the name is in the message")


@test
def modifiers_apply_to_the_part_before_them(folder):
    write(folder, "a.bin", b"\0")
    for args in (["--name", "x", "-m", "y"],
                 ["-m", "y", "-a", "a.bin", "--name", "x", "--name", "y"],
                 ["-m", "y", "-a", "a.bin", "--name", "x", "--no-name"]):
        refuse(USAGE, ["compose", *WHO, *args], folder)
    message = compose(folder, *PLAIN, "-a", "a.bin", "--name", "one", "-a",
                      "a.bin", "-a", "a.bin", "--name", "three")
    same([p.get_filename() for p in parts(message)[1:]],
         ["one", "a.bin", "three"], "the names")


@test
def a_body_can_have_its_own_charset(folder):
    path = write(folder, "text", "grün\n")
    message = compose(folder, *WHO, "--text", path, "--type",
                      "text/plain; charset=iso-8859-1")
    same(parse(message).get_content_charset(), "iso-8859-1", "the charset")
    same(text_of(message), "grün\n", "the text")
    path = write(folder, "koi", "Привет\n".encode("koi8-r"))
    message = compose(folder, *WHO, "--text", path, "--from-charset", "koi8-r")
    same(text_of(message), "Привет\n", "the text")


@test
def an_inline_part_is_related_to_the_HTML(folder):
    write(folder, "page.html", '<img src="cid:logo@example.test">\n')
    write(folder, "logo.png", base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD"
        "hgGAWjR9awAAAABJRU5ErkJggg=="))
    message = compose(folder, *WHO, "--html", "page.html", "-i", "logo.png",
                      "--cid", "logo@example.test")
    root = parse(message)
    same((root.get_content_type(), root["content-type"].params["type"]),
         ("multipart/related", "text/html"), "the root")
    image = parts(message)[1]
    same((image.get_content_type(), image["content-id"],
          image.get_content_disposition()),
         ("image/png", "<logo@example.test>", "inline"), "the image")


@test
def a_message_is_attached_as_a_message(folder):
    inner = "From: x@example.test\nSubject: Inner\n\nBody\n"
    write(folder, "inner.eml", inner)
    part = list(parse(compose(folder, *PLAIN, "--attach-message",
                              "inner.eml")).iter_parts())[1]
    same(part.get_content_type(), "message/rfc822", "the type")
    same(part.get_content()["subject"], "Inner", "the inner subject")
    part = parts(compose(folder, *PLAIN, "-a", "inner.eml"))[1]
    same((part.get_content_type(), part.get_filename()),
         ("application/octet-stream", "inner.eml"), "the type by -a")
    same(part.get_payload(decode=True), inner.encode(), "the content by -a")


TYPES = {
    "table.csv": ("a,b\n1,2\n", "text/csv"),
    "style.css": ("p { color: red }\n", "text/css"),
    "page.md": ("# Title\n", "text/markdown"),
    "program.js": ("let x = 1;\n", "text/javascript"),
    "drawing.svg": ('<svg xmlns="http://www.w3.org/2000/svg"/>\n',
                    "image/svg+xml"),
    "notes.txt": ("Hello.\n", "text/plain"),
    "data.json": ('{"a": 1}\n', "application/json"),
    "paper.pdf": ("%PDF-1.4\n%%EOF\n", "application/pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0",
                "image/png"),
    "unknown.xyzzy": (b"\0\1\2\3\xfe\xff", "application/octet-stream"),
    "latin.txt": (b"gr\xfc\xdfe\n", "application/octet-stream"),
}


def detects(folder, name, content, wanted):
    write(folder, name, content)
    same(parts(compose(folder, *PLAIN, "-a", name))[1].get_content_type(),
         wanted, "the type")


for type_name, type_row in TYPES.items():
    suite.add("%s is %s" % (type_name, type_row[1]),
              lambda folder, name=type_name, row=type_row:
              detects(folder, name, *row))


if __name__ == "__main__":
    sys.exit(suite.main())
