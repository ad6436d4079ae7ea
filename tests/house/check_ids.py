# SPDX-License-Identifier: MIT
"""Every item of the checklist that is due stands at a test that proves it.

The ids are those of the project's checklist: C001 and on for what the RFCs
ask, T01 and on for trust. A test that proves one names it in a comment.
"""

import re

from house import files, read, report

DUE = ["C001-C070", "C074-C077", "C092-C107", "C109-C134", "C136",
       "C138-C146", "C151-C157", "T01-T23", "T25"]

# What a later issue brings, and what that is.
OPEN = {}

SPAN = re.compile(r"\b([CT])(\d{2,3})(?:-[CT]?(\d{2,3}))?\b")


def ids(text):
    """All ids that TEXT names; C001-C004 names four."""
    found = set()
    for kind, first, last in SPAN.findall(text):
        width = 3 if kind == "C" else 2
        for number in range(int(first), int(last or first) + 1):
            found.add("%s%0*d" % (kind, width, number))
    return found


def carried():
    """Each id that a test names, with the first file that does."""
    where = {}
    for path in files("tests", endings=(".c", ".py", ".sh")):
        if path.startswith("tests/house/check_ids"):
            continue
        for found in ids(read(path)):
            where.setdefault(found, path)
    return where


due = sorted(ids(" ".join(DUE)))
where = carried()
for name in due:
    if name in OPEN and name not in where:
        print("# open: %s, %s" % (name, OPEN[name]))
report(
    ("every item that is due has a test",
     ["%s: no test carries it" % name for name in due
      if name not in where and name not in OPEN]),
    ("nothing is called open that a test carries",
     ["%s: %s" % (name, where[name]) for name in OPEN if name in where]),
)
