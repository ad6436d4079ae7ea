# SPDX-License-Identifier: MIT
"""The program that was built has what makes exploits harder."""

import os
import subprocess
import sys

from house import BUILD, report, tool


def look(*options, at):
    return subprocess.run(tool("READELF", "readelf") + [*options, str(at)],
                          check=True, capture_output=True, text=True).stdout


def built(name):
    """The program itself, where libtool left a script in its place."""
    path = BUILD / ".libs" / name
    return path if path.exists() else BUILD / name


def library():
    path = BUILD / ".libs" / "libmimewright.so"
    return path if path.exists() else built("mimewright")


def why_not():
    if os.environ.get("HARDENING") != "yes":
        return "not hardened in this build"
    if not sys.platform.startswith("linux"):
        return "not an ELF system: not in this build"
    if tool("READELF", "readelf") is None:
        return "needs readelf"
    return None


def unless(fine, wrong):
    return [] if fine else [wrong]


def inspect():
    program = built("mimewright")
    for path in (program, library()):
        dynamic = look("-dW", at=path)
        segments = look("-lW", at=path)
        yield ("%s: symbols are bound at start" % path.name,
               unless("BIND_NOW" in dynamic or "FLAGS_1" in dynamic
                      and "NOW" in dynamic, "no BIND_NOW"))
        yield ("%s: what was relocated is read-only" % path.name,
               unless("GNU_RELRO" in segments, "no GNU_RELRO"))
        yield ("%s: the stack is not executable" % path.name,
               unless("GNU_STACK" in segments and " RWE " not in segments,
                      "an executable stack"))
    yield ("the program is position-independent",
           unless("DYN (" in look("-hW", at=program), "not ET_DYN"))
    symbols = look("-sW", at=library())
    yield ("stacks are protected",
           unless("__stack_chk_fail" in symbols, "no __stack_chk_fail"))
    yield ("library functions are fortified",
           unless(not is_glibc(symbols) or "_chk@" in symbols,
                  "no ..._chk function"))


def is_glibc(symbols):
    return "@GLIBC" in symbols


reason = why_not()
if reason:
    report(("the program is hardened", reason))
report(*inspect())
