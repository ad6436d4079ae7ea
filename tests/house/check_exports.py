# SPDX-License-Identifier: MIT
"""What the shared libraries export is what their public headers declare.

The lists that the linker got were made by build-aux/export-symbols from the
text of the headers; here the compiler reads them, so that the two agree only
if both are right.
"""

import re
import subprocess

from house import BUILD, SOURCE, report, tool


def declared(*headers):
    """Functions that HEADERS declare, as the compiler sees, each with what
    it includes."""
    text = "".join("#include <%s>\n" % header for header in headers)
    seen = subprocess.run(
        tool("CC", "cc") + ["-E", "-P", "-x", "c", "-I",
                            str(SOURCE / "include"), "-"],
        input=text, check=True, capture_output=True, text=True).stdout
    seen = re.sub(r"\{[^{}]*\}", "{}", seen)
    names = set()
    for statement in seen.split(";"):
        if "typedef" not in statement:
            names.update(re.findall(r"\b(mw_\w+)\s*\(", statement)[:1])
    return names


def exported(library):
    """Functions and data that the dynamic symbol table of LIBRARY offers."""
    lines = subprocess.run(
        tool("NM", "nm") + ["-D", "--defined-only", str(library)],
        check=True, capture_output=True, text=True).stdout.splitlines()
    names = {line.split()[-1].split("@")[0] for line in lines}
    return {name for name in names if not name.startswith("_")}


def compare(name, wanted):
    library = BUILD / ".libs" / name
    if not library.exists():
        return ("no %s in this build" % name,) * 2
    there = exported(library)
    return (["%s is declared and not there" % n for n in wanted - there],
            ["%s is there and not declared" % n for n in there - wanted])


COMPOSER = declared("mimewright.h")
SUBMITTER = declared(*sorted(
    path.relative_to(SOURCE / "include").as_posix()
    for path in (SOURCE / "include").glob("mimewright/smtp*.h"))) - COMPOSER

missing, surplus = compare("libmimewright.so", COMPOSER)
smtp_missing, smtp_surplus = compare("libmimewright-smtp.so", SUBMITTER)
report(
    ("every function that is declared is exported", missing),
    ("nothing else is exported", surplus),
    ("the submitter exports every function that is declared", smtp_missing),
    ("the submitter exports nothing else", smtp_surplus),
)
