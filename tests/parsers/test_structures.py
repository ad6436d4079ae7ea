# SPDX-License-Identifier: MIT
"""Intricate structures of testdata/structures, made by the calls that build
any tree, as four foreign parsers read them: Python's email, GMime, mblaze and
ripmime. What they have to see is in the file with the same name in .outline: a
part a line, its type, charset, disposition, file name and Content-ID, and of
what it holds the size and the start of the digest.

C017, C037, C039, C041, C042, C071, C086
"""

import email
import email.policy
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys

import outlines
import python_outline

import harness
from harness import Skip, Suite, check, same

FOLDER = os.path.join(harness.TOP, "testdata", "structures")

parsers = outlines.Parsers()
built = {}


def build(folder):
    """Links build_structure.c with the library of this build."""
    if harness.is_instrumented():
        raise Skip("a library with a sanitizer wants a program with it")
    program = os.path.join(os.path.dirname(folder), "build_structure")
    command = ["./libtool", "--silent", "--tag=CC", "--mode=link"]
    command += shlex.split(os.environ.get("CC") or "cc")
    command += shlex.split(os.environ.get("CFLAGS", ""))
    command += ["-I", os.path.join(harness.TOP, "include"),
                os.path.join(outlines.HERE, "build_structure.c"), "-o",
                program, "libmimewright.la"]
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Skip("no program can be linked with the library: %r"
                   % done.stdout[-200:])
    return program


def make(name, folder):
    """The message that NAME.tree describes."""
    if "program" not in built:
        built["program"] = build(folder)
    done = subprocess.run(
        [built["program"], os.path.join(FOLDER, name + ".tree")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    same((done.returncode, done.stderr), (0, b""), "making %s" % name)
    return done.stdout


def read(name):
    with open(os.path.join(FOLDER, name + ".outline"), encoding="utf-8") as f:
        return f.read().rstrip("\n").split("\n")


def words(part):
    """One line of an outline, without its content."""
    line = [part["type"]]
    line += [part[key] for key in ("charset", "disposition") if part[key]]
    line += ["%s=%s" % (key, part[key]) for key in ("filename", "cid", "start")
             if part[key]]
    return " ".join(line)


def outline(part, depth=0):
    """The lines of an outline; a message that is in PART is seen as it is."""
    lines = ["  " * depth + words(part)]
    if not part["parts"]:
        lines[0] += " size=%d sha256=%s" % (part["size"], part["sha256"][:16])
    for child in part["parts"]:
        lines += outline(child, depth + 1)
    return lines


def by_mblaze(path):
    """The types and names, indented, and the leaves' octets."""
    if shutil.which("mshow") is None:
        raise Skip("needs mblaze")
    home = dict(os.environ, MBLAZE=os.path.dirname(path), LC_ALL="C.UTF-8")
    tree = subprocess.run(["mshow", "-t", path], env=home, check=True,
                          stdout=subprocess.PIPE).stdout.decode()
    found = []
    for line in tree.split("\n")[1:]:
        parsed = re.match(r'( *)(\d+): (\S+) size=\d+(?: name="(.*)")?$', line)
        if parsed is None:
            continue
        depth, number = len(parsed[1]) // 2 - 1, parsed[2]
        octets = subprocess.run(["mshow", "-O", path, number], env=home,
                                stdout=subprocess.PIPE).stdout
        found.append((depth, parsed[3], parsed[4], octets))
    return found


def by_ripmime(path, folder):
    """The octets of the files that it takes out."""
    if shutil.which("ripmime") is None:
        raise Skip("needs ripmime")
    out = os.path.join(folder, "out")
    os.makedirs(out)
    subprocess.run(["ripmime", "-i", path, "-d", out], check=True,
                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return [harness.read(os.path.join(out, name)) for name in os.listdir(out)]


def flat(part, depth=0):
    """PART and what is in it: depth, type and name.

    Only a message/rfc822 is looked into; Python does so with all message/.
    """
    found = [(depth, part["type"], part["filename"])]
    if part["type"].startswith("multipart/") \
            or part["type"] == "message/rfc822":
        for child in part["parts"]:
            found += flat(child, depth + 1)
    return found


def plain(octets):
    """The digest of octets whatever their line ends are."""
    return hashlib.sha256(octets.replace(b"\r\n", b"\n").rstrip(b"\n")
                          ).hexdigest()


def texts(octets):
    """The leaves of a message by Python, outside messages within it."""
    def walk(part):
        if part.get_content_maintype() == "multipart":
            for child in part.iter_parts():
                yield from walk(child)
        elif part.get_content_maintype() != "message":
            yield part

    message = email.message_from_bytes(octets, policy=email.policy.default)
    return [part.get_payload(decode=True) for part in walk(message)]


def try_structure(name, folder):
    octets = make(name, folder)
    path = harness.write(folder, "message.eml", octets)
    seen = python_outline.message_outline(octets)
    same(["Subject: %s" % seen["subject"]] + outline(seen["tree"]), read(name),
         "Python")
    other = parsers.gmime(path)
    same(other["subject"], seen["subject"], "GMime: the subject")
    same([words(part) for part in outlines.leaves(other["tree"])],
         [words(part) for part in outlines.leaves(seen["tree"])], "GMime")
    blaze = by_mblaze(path)
    same([line[:3] for line in blaze],
         flat(seen["tree"]), "mblaze")
    taken = {plain(file) for file in by_ripmime(path, folder)}
    for part in texts(octets):
        check(plain(part) in {plain(line[3]) for line in blaze},
              "mblaze does not see %r" % part)
        check(plain(part) in taken, "ripmime does not see %r" % part)


def main():
    suite = Suite()
    for file in sorted(os.listdir(FOLDER)):
        name, kind = os.path.splitext(file)
        if kind == ".tree":
            suite.add(name.replace("-", " "),
                      lambda folder, name=name: try_structure(name, folder))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
