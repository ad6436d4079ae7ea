# SPDX-License-Identifier: MIT
"""Where a message goes, what a dry run says of it, and what is said in JSON.

C001, T01, T22
"""

import base64
import json
import os
import re
import stat
import subprocess
import sys

import harness
from composing import PLAIN, USAGE, WHO, compose, plan, text_of
from harness import Skip, Suite, check, read, refuse, run, same, write

suite = Suite()
test = suite.test


# -- where to

@test
def an_output_file_appears_whole_with_its_mode(folder):
    message = compose(folder, *PLAIN, "--seed", "x")
    same(compose(folder, *PLAIN, "--seed", "x", "-o", "out.eml"), b"",
         "standard output")
    path = os.path.join(folder, "out.eml")
    same(read(path), message, "the file")
    same(stat.S_IMODE(os.stat(path).st_mode), 0o644, "the mode by umask")
    os.chmod(path, 0o600)
    before = os.stat(path).st_ino
    compose(folder, *PLAIN, "--seed", "y", "-o", "out.eml")
    same(stat.S_IMODE(os.stat(path).st_mode), 0o600, "the mode kept")
    check(os.stat(path).st_ino != before, "the file was written in place")
    same(os.listdir(folder), ["out.eml"], "the folder")


@test
def a_link_is_replaced_and_never_followed(folder):
    target = write(folder, "target", "precious\n")
    link = os.path.join(folder, "link")
    os.symlink(target, link)
    compose(folder, *PLAIN, "-o", "link")
    same(read(target), b"precious\n", "the target")
    check(not os.path.islink(link), "it is still a link")


@test
def several_outputs_get_the_same(folder):
    os.mkdir(os.path.join(folder, "maildir:x"))
    message = compose(folder, *PLAIN, "--seed", "x", "-o", "one", "-o", "two",
                      "-o", "-", "-o", "./maildir:x/three")
    for name in ("one", "two", "maildir:x/three"):
        same(read(os.path.join(folder, name)), message, name)


@test
def a_FIFO_is_written_in_place(folder):
    path = os.path.join(folder, "pipe")
    os.mkfifo(path)
    process = harness.start(["compose", *PLAIN, "-o", path], folder,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with harness.reader_of(path, process) as pipe:
        message = pipe.read()
    same(harness.finish(process), (b"", b""), "the rest")
    same(text_of(message), "Hello.\n", "the text")
    check(stat.S_ISFIFO(os.stat(path).st_mode), "the FIFO is gone")


@test
def lines_can_end_in_LF(folder):
    message = compose(folder, *PLAIN, "--seed", "x")
    same(compose(folder, *PLAIN, "--seed", "x", "--eol", "lf"),
         message.replace(b"\r\n", b"\n"), "the message")
    found = plan(folder, *PLAIN, "--seed", "x", "--eol", "lf")
    same((found["size"], found["output_size"]),
         (len(message), len(message.replace(b"\r\n", b"\n"))), "the sizes")


@test
def the_output_can_be_encoded_for_HTTP(folder):
    message = compose(folder, *PLAIN, "--seed", "x")
    for form, decoder in (("base64", base64.b64decode),
                          ("base64url", base64.urlsafe_b64decode)):
        coded = compose(folder, *PLAIN, "--seed", "x", "--output-as", form)
        text = coded.strip()
        check(b"\n" not in text, "more than one line")
        same(decoder(text + b"=" * (-len(text) % 4)), message, "the message")
        check(form == "base64" or not re.search(rb"[+/]", text), "no base64url")


# -- two outputs in one file

@test
def two_outputs_in_one_file_are_refused(folder):
    os.symlink(write(folder, "old", "old\n"), os.path.join(folder, "link"))
    os.link(os.path.join(folder, "old"), os.path.join(folder, "twin"))
    os.mkdir(os.path.join(folder, "sub"))
    os.symlink("sub", os.path.join(folder, "way"))
    os.mkfifo(os.path.join(folder, "pipe"))
    before = sorted(os.listdir(folder))
    for one, two in (("e", "./e"), ("e", os.path.join(folder, "e")),
                     ("sub/e", "way/../sub/e"), ("sub/e", "way/e"),
                     ("old", "link"), ("twin", "old"), ("pipe", "./pipe")):
        for first, second in ((one, two), (two, one)):
            refuse(USAGE, ["compose", *PLAIN, "--envelope-file", first,
                           "-o", second], folder, "written twice")
            refuse(USAGE, ["compose", *PLAIN, "-o", first, "-o", second],
                   folder, "written twice")
    same(sorted(os.listdir(folder)), before, "the folder")
    same(read(os.path.join(folder, "old")), b"old\n", "the old file")
    compose(folder, *PLAIN, "-o", "/dev/null", "-o", "/dev/null",
            "--envelope-file", "sub/old", "-o", "e")


@test
def standard_output_in_the_same_file_is_refused(folder):
    path = os.path.join(folder, "out")
    for more in (["-o", "-"], ["--json"]):
        with open(path, "wb") as out:
            result = run(["compose", *PLAIN, "-o", "out", *more], folder,
                         stdout=out)
        same(result.status, USAGE, "the status of %s" % more)


@test
def the_envelope_never_replaces_an_input(folder):
    path = write(folder, "a.txt", "X-Note: x\n")
    for args in (["-a", path], ["--attach-all", path, "--"],
                 ["--header-file", path]):
        refuse(USAGE, ["compose", *PLAIN, *args, "--envelope-file", "a.txt"],
               folder, "a.txt", "input")
    with open(path, "rb") as text:
        refuse(USAGE, ["compose", *WHO, "-s", "x", "--envelope-file",
                       "./a.txt"], folder, "input", stdin=text)
    same(read(path), b"X-Note: x\n", "the input")


@test
def the_message_may_replace_what_it_was_made_of(folder):
    write(folder, "a.txt", "Hello.\n")
    compose(folder, *WHO, "--text", "a.txt", "-o", "a.txt")
    same(text_of(read(os.path.join(folder, "a.txt"))), "Hello.\n", "the text")


# -- dry run and JSON

@test
def a_dry_run_draws_the_tree_and_writes_nothing(folder):
    write(folder, "a.bin", b"\0" * 10)
    drawn = compose(folder, *PLAIN, "-a", "a.bin", "-n").decode()
    for word in ("multipart/mixed", "text/plain", "7bit", "base64", "a.bin",
                 "application/octet-stream", "a@example.test",
                 "b@example.test"):
        check(word in drawn, "no %s in %s" % (word, drawn))
    compose(folder, *PLAIN, "-n", "-o", "out.eml")
    same(os.listdir(folder), ["a.bin"], "what is left")


@test
def the_JSON_plan_says_everything(folder):
    write(folder, "Größe.bin", b"\0" * 10)
    found = plan(folder, *PLAIN, "-a", "Größe.bin", "--seed", "x")
    message = compose(folder, *PLAIN, "-a", "Größe.bin", "--seed", "x")
    same((found["size"], found["output_size"], found["transport"]),
         (len(message), len(message), "7bit"), "the sizes")
    tree = found["tree"]
    same((tree["type"], len(tree["parts"])), ("multipart/mixed", 2), "tree")
    part = tree["parts"][1]
    same({k: part[k] for k in ("type", "encoding", "disposition", "name",
                               "size", "encoded_size")},
         {"type": "application/octet-stream", "encoding": "base64",
          "disposition": "attachment", "name": "Größe.bin", "size": 10,
          "encoded_size": part["encoded_size"]}, "the attachment")
    check(part["encoded_size"] in (16, 18), "encoded_size %r"
          % part["encoded_size"])
    check(part["reason"] and tree["parts"][0]["charset"] == "us-ascii",
          "reason or charset")


@test
def JSON_is_one_line_and_errors_are_too(folder):
    out = compose(folder, *PLAIN, "-n", "--json")
    check(out.count(b"\n") == 1 and out.endswith(b"\n"), "not one line")
    result = run(["compose", "-n", "--json", *WHO, "-t", "bad", "-m", "x"],
                 folder)
    found = json.loads(result.out)
    check(result.status in (64, 65), str(result))
    same(found["exit"], result.status, "exit")
    check("bad" in json.dumps(found["error"]), "the error names nothing")
    refuse(USAGE, ["compose", *PLAIN, "--json"], folder, "--json")


@test
def JSON_goes_with_an_output_file(folder):
    out = compose(folder, *PLAIN, "--json", "-o", "out.eml")
    found = json.loads(out)
    size = os.path.getsize(os.path.join(folder, "out.eml"))
    check(size in (found.get("size"), found.get("output_size")),
          "the size is not in %r" % out)


@test
def the_JSON_plan_says_the_size_that_is_written(folder):
    for more in ([], ["--eol", "lf"], ["--output-as", "base64"],
                 ["--output-as", "base64url"],
                 ["--output-as", "base64url", "--eol", "lf"]):
        for text in ("a", "ab", "abc"):
            args = WHO + ["--seed", "x", "-m", text, *more]
            same(plan(folder, *args)["output_size"],
                 len(compose(folder, *args)), "output_size of %s" % more)
    check(b" %d as written" % plan(folder, *args)["output_size"]
          in compose(folder, *args, "-n"), "the drawing says another")


@test
def an_output_that_is_no_UTF_8_has_a_twin_in_JSON(folder):
    name = b"gr\xfc\xdfe.eml"
    try:
        found = json.loads(compose(folder, *PLAIN, "--json", "-o", name,
                                   "-o", "b.eml"))
    except OSError:
        raise Skip("no such names here")
    same(found["output"], ["gr\u00fc\u00dfe.eml", "b.eml"], "output")
    same([base64.b64decode(text) for text in found["output_bytes"]],
         [name, b"b.eml"], "output_bytes")
    found = json.loads(compose(folder, *PLAIN, "--json", "-o", "b.eml"))
    check("output_bytes" not in found, "a twin of UTF-8")


@test
def an_envelope_on_standard_output_is_not_called_the_message(folder):
    result = run(["compose", *PLAIN, "--json", "-o", "f", "--envelope-file",
                  "-"], folder)
    same(result.status, USAGE, "the status")
    check(b"hint: give --envelope-file a file" in result.err, str(result))


@test
def options_of_later_versions_are_refused_by_name(folder):
    for option in (["--draft", "x"], ["--preview", "x.html"]):
        refuse(USAGE, ["compose", *PLAIN, *option], folder, option[0])
    same(os.listdir(folder), [], "what is left")


if __name__ == "__main__":
    sys.exit(suite.main())
