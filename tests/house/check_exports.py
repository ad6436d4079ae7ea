# SPDX-License-Identifier: MIT
"""What the shared library exports is what the public headers declare.

The list that the linker got was made by build-aux/export-symbols from the
text of the headers; here the compiler reads them, so that the two agree only
if both are right.
"""

import re
import subprocess

from house import BUILD, SOURCE, report, tool


def declared():
    """Functions that include/mimewright.h declares, as the compiler sees."""
    seen = subprocess.run(
        tool("CC", "cc") + ["-E", "-P", "-I", str(SOURCE / "include"),
                            str(SOURCE / "include" / "mimewright.h")],
        check=True, capture_output=True, text=True).stdout
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


def compare():
    library = BUILD / ".libs" / "libmimewright.so"
    if not library.exists():
        return ("no shared library in this build",) * 2
    wanted, there = declared(), exported(library)
    return (["%s is declared and not there" % n for n in wanted - there],
            ["%s is there and not declared" % n for n in there - wanted])


missing, surplus = compare()
report(
    ("every function that is declared is exported", missing),
    ("nothing else is exported", surplus),
)
