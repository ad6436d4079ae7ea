# SPDX-License-Identifier: MIT
"""What the house style asks that a script can see."""

import re
import statistics

from house import SOURCE, code, files, read, report

SPDX = "SPDX-License-Identifier: MIT"
SOURCES = (".c", ".h", ".py", ".sh", ".m4", ".am", ".mk", ".ac")
FILE_MOST = 600
FUNCTION_MOST = 90

# The locale's, the unbounded, and what takes memory past the allocator.
BANNED = re.compile(
    r"\b(is(?:alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper"
    r"|xdigit)|to(?:lower|upper)|str(?:n?casecmp|coll|xfrm|ftime|tok)|setlocale"
    r"|sprintf|vsprintf|strcpy|strcat|gets|alloca|atoi|strtod"
    r"|ato[lf]|gmtime|localtime|ctime|asctime|getwd|tmpnam|mktemp|tempnam"
    r"|abort|exit)\s*\(")
MEMORY = re.compile(r"\b(malloc|calloc|realloc|free|strdup|strndup|asprintf"
                    r"|vasprintf|reallocarray)\s*\(")


def without_licence():
    """SPDX is in the first line, or the second of a script."""
    scripts = [path for path in files("build-aux", ".ci")]
    for path in files(endings=SOURCES) + scripts:
        if SPDX not in "".join(read(path).splitlines(True)[:2]):
            yield path


def functions(path):
    """Name, first line and length of each function: braces in column one."""
    opened = None
    lines = code(path).splitlines()
    for number, line in enumerate(lines, 1):
        if line == "{":
            opened = number
        elif line == "}" and opened:
            yield lines[opened - 2].strip(), opened, number - opened + 1
            opened = None


def long_functions():
    for path in files("mime", "cli", "tests", endings=(".c",)):
        for name, line, length in functions(path):
            if length > FUNCTION_MOST:
                yield "%s:%d: %d lines: %s" % (path, line, length, name)


def long_files():
    for path in files(endings=SOURCES):
        length = len(read(path).splitlines())
        if length > FILE_MOST and not path.startswith("testdata/"):
            yield "%s: %d lines" % (path, length)


def banned(pattern, *folders, but=()):
    for path in files(*folders, endings=(".c", ".h")):
        if path in but:
            continue
        for number, line in enumerate(code(path).splitlines(), 1):
            for call in pattern.finditer(line):
                yield "%s:%d: %s" % (path, number, call.group(1))


def untidy():
    """Tabs, carriage returns, space at line ends, no final line end."""
    for path in files(endings=(".c", ".h", ".py", ".sh", ".m4", ".md")):
        text = read(path)
        if "\t" in text or "\r" in text:
            yield "%s: a tab or a carriage return" % path
        if re.search(r"[ \t]$", text, re.M):
            yield "%s: white space at a line's end" % path
        if text and not text.endswith("\n"):
            yield "%s: no final line end" % path


def binary():
    """T25: no file but text, UTF-8 unless it says that it is not."""
    for path in files():
        octets = (SOURCE / path).read_bytes()
        if b"\0" in octets:
            yield "%s: holds NUL" % path
        try:
            octets.decode("utf-8")
        except UnicodeDecodeError as error:
            if not path.startswith("testdata/"):
                yield "%s: not UTF-8: %s" % (path, error)


def say_lengths():
    """The measures of the house, for whoever reads the log."""
    lengths = sorted(length for path in files("mime", "cli", endings=(".c",))
                     for _, _, length in functions(path))
    sizes = [len(read(path).splitlines())
             for path in files("mime", "cli", endings=(".c",))]
    if lengths and sizes:
        print("# %d functions: median %d, 90 %% within %d, longest %d lines" % (
            len(lengths), statistics.median(lengths),
            lengths[len(lengths) * 9 // 10], lengths[-1]))
        print("# %d files: median %d, longest %d lines" % (
            len(sizes), statistics.median(sizes), max(sizes)))


say_lengths()
report(
    ("every source names its licence", list(without_licence())),
    ("no function is over %d lines" % FUNCTION_MOST, list(long_functions())),
    ("no file is over %d lines" % FILE_MOST, list(long_files())),
    ("the library calls nothing of the locale's, and nothing unbounded",
     list(banned(BANNED, "mime"))),
    ("the library's memory comes from the allocator",
     list(banned(MEMORY, "mime", but=("mime/base/allocator.c",
                                      # what a thread may keep for itself
                                      "mime/smtp/resolve.c")))),
    ("sources are tidy", list(untidy())),
    ("all files are text", list(binary())),
)
