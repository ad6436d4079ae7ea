# SPDX-License-Identifier: MIT
"""Runs the examples of README.md and of the manual page as they stand.

An example is a command line that begins with "mimewright", perhaps behind a
pipe, and may go on in lines after a backslash or a pipe. All run in a copy
of the source tree, with the built command in PATH.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys

import harness
from harness import TOP, Skip, Suite, check

README = os.path.join(TOP, "README.md")
MANUAL = os.path.join(TOP, "doc", "mimewright.1")

# What the examples of the manual page read, beside the files of the tree.
COPIED = ("testdata", "doc", "README.md", "NEWS.md", "LICENSE")


def commands(lines):
    """The command lines among LINES that call mimewright."""
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    joined = re.sub(r"([|&]) *\n\s*", r"\1 ", joined).split("\n")
    return [line.strip() for line in joined
            if re.search(r"(^|[|;&(]\s*)mimewright\b", line.strip())]


def readme_examples():
    with open(README, encoding="utf-8") as readme:
        fences = re.findall(r"^```sh\n(.*?)^```", readme.read(), re.M | re.S)
    return [c for fence in fences for c in commands(fence.split("\n"))]


def roff_text(line):
    """The characters that a line of roff shows."""
    line = re.sub(r"^\.D1 |^\.Dl ", "", line)
    for escape, shown in (("\\(aq", "'"), ("\\(dq", '"'), ("\\-", "-"),
                          ("\\&", ""), ("\\(ti", "~"), ("\\(ha", "^"),
                          ("\\(ga", "`"), ("\\(rs", "\0"), ("\\e", "\0")):
        line = line.replace(escape, shown)
    return line.replace("\0", "\\")


def manual_examples():
    with open(MANUAL, encoding="utf-8") as manual:
        section = re.search(r"^\.Sh EXAMPLES\n(.*?)^\.Sh ", manual.read(),
                            re.M | re.S)
    if section is None:
        return []
    lines = [roff_text(line) for line in section.group(1).split("\n")
             if not line.startswith(".") or line.startswith((".Dl", ".D1"))]
    return commands(lines)


def make_tree(folder):
    """A copy of the tree, and a folder with the command for PATH."""
    tree, tools = os.path.join(folder, "tree"), os.path.join(folder, "bin")
    os.mkdir(tree)
    os.mkdir(tools)
    for name in COPIED:
        source = os.path.join(TOP, name)
        if os.path.isdir(source):
            shutil.copytree(source, os.path.join(tree, name))
        elif os.path.exists(source):
            shutil.copy(source, tree)
    tool = harness.write(tools, "mimewright", '#!/bin/sh\nexec %s "$@"\n'
                         % " ".join(map(shlex.quote, harness.UNDER
                                        + [harness.PROGRAM])))
    os.chmod(tool, 0o755)
    return tree, tools


def run_example(folder, command):
    tree, tools = make_tree(folder)
    env = harness.environment(folder, None)
    env["PATH"] = tools + os.pathsep + env.get("PATH", "/bin:/usr/bin")
    shell = shutil.which("bash") or "/bin/sh"
    done = subprocess.run([shell, "-c", command], cwd=tree, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120)
    check(done.returncode == 0, "%s\n  status %d\n  %s" % (
        command, done.returncode, done.stderr.decode("utf-8", "replace")))
    check(not done.stderr, done.stderr.decode("utf-8", "replace"))


def enough(path, examples, wanted):
    if not os.path.exists(path):
        raise Skip("no %s" % os.path.basename(path))
    found = examples()
    check(len(found) >= wanted, "only %d examples" % len(found))


def main():
    suite = Suite()
    for path, examples, wanted in ((README, readme_examples, 5),
                                   (MANUAL, manual_examples, 10)):
        name = os.path.basename(path)
        suite.add("%s has at least %d examples" % (name, wanted),
                  lambda folder, a=(path, examples, wanted): enough(*a))
        for command in examples() if os.path.exists(path) else []:
            suite.add("%s: %s" % (name, command[:70]),
                      lambda folder, c=command: run_example(folder, c))
    return suite.main()


if __name__ == "__main__":
    sys.exit(main())
