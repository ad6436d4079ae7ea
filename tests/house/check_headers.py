# SPDX-License-Identifier: MIT
"""Each public header compiles by itself, as C11 and as C++."""

import subprocess
import tempfile

from house import SOURCE, files, report, tool

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def complaints(compiler, standard, ending):
    """What COMPILER says of each header included alone, and twice."""
    if compiler is None:
        return "needs a compiler for " + standard
    wrong = []
    for header in files("include", endings=(".h",)):
        name = header[len("include/"):]
        with tempfile.NamedTemporaryFile("w", suffix=ending) as source:
            source.write("#include <%s>\n" % name * 2)
            source.write("extern int mw_not_empty;\n")
            source.flush()
            done = subprocess.run(
                compiler + ["-std=" + standard, *STRICT, "-I",
                            str(SOURCE / "include"), source.name],
                capture_output=True, text=True)
        if done.returncode != 0:
            wrong += ["%s as %s:" % (name, standard),
                      *done.stderr.splitlines()]
    return wrong


report(
    ("public headers are C11", complaints(tool("CC", "cc"), "c11", ".c")),
    ("public headers are C++", complaints(tool("CXX", "c++"), "c++11", ".cc")),
)
