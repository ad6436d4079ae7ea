# SPDX-License-Identifier: MIT
"""What the checks of this tree stand on: files, TAP, and C without comments.

A check is a script with tests in order; each is a sentence and a list of what
is wrong, empty where all is well. Environment: srcdir and builddir are the
two trees, CC and the like the tools of the build.
"""

import os
import pathlib
import re
import shlex
import shutil
import sys

SOURCE = pathlib.Path(os.environ.get("srcdir") or
                      pathlib.Path(__file__).parents[2]).resolve()
BUILD = pathlib.Path(os.environ.get("builddir") or SOURCE / "build").resolve()

# Folders that are ours; whatever else lies about was put there by tools.
OURS = ("include", "mime", "cli", "tests", "testdata", "doc", "m4",
        "build-aux", ".ci")
SKIPPED = re.compile(r"(^|/)(__pycache__|scratch|\.(?!ci)[^/]*)(/|$)|~$|\.pyc$")
MADE_BY_TOOLS = re.compile(
    r"^m4/(lt|libtool)|^build-aux/(?!export-symbols$|list-sources$|"
    r"print-version$|source-date$)")


def files(*folders, endings=()):
    """Paths of our files under FOLDERS (all of ours), sorted, as strings."""
    found = [path.relative_to(SOURCE).as_posix()
             for folder in folders or OURS
             for path in (SOURCE / folder).rglob("*") if path.is_file()]
    if not folders:
        found += [path.name for path in SOURCE.iterdir() if path.is_file()
                  and path.suffix in (".md", ".am", ".ac", ".sh", ".in")
                  and path.name not in ("Makefile.in", "config.h.in")]
    return sorted(path for path in found
                  if not SKIPPED.search(path)
                  and not MADE_BY_TOOLS.search(path)
                  and (not endings or path.endswith(endings))
                  and is_source(path))


def is_source(path):
    """Not an object that a build in the source tree left."""
    return not path.endswith((".o", ".lo", ".la", ".a", ".log", ".trs",
                              ".dirstamp", ".Plo", ".Po", ".sym"))


def read(path):
    return (SOURCE / path).read_text(encoding="utf-8")


def blank(match):
    """White space of the same lines; a string stays one."""
    text = match.group()
    if text[0] in "\"'":
        return text[0] + text[0]
    return " " + "\n" * text.count("\n")


def code(path):
    """C without comments and without what is in strings, line by line."""
    return re.sub(
        r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
        blank, read(path), flags=re.S)


def tool(name, default):
    """The command of the build's tool NAME as a list; None without it."""
    words = shlex.split(os.environ.get(name) or default)
    return words if words and shutil.which(words[0]) else None


def report(*tests):
    """Prints TAP for pairs of a sentence and what is wrong, and ends.

    What is wrong is a list of lines, or a string: why it cannot be looked at
    in this build.
    """
    failed = False
    print("1..%d" % len(tests))
    for number, (sentence, wrong) in enumerate(tests, 1):
        label = "%d - %s" % (number, sentence)
        if isinstance(wrong, str):
            print("ok %s # SKIP %s" % (label, wrong))
            continue
        print(("not ok " if wrong else "ok ") + label)
        for line in wrong:
            print("#   " + line)
        failed = failed or bool(wrong)
    sys.exit(1 if failed else 0)
