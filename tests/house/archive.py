# SPDX-License-Identifier: MIT
"""usage: archive.py ARCHIVE

Says what is in an archive of ours and should not be: octets that are not
text, and files that no commit holds and no tool of the build made.
"""

import os
import re
import subprocess
import sys
import tarfile

from house import SOURCE

MADE = re.compile(
    r"^(aclocal\.m4|configure|config\.h\.in|Makefile\.in|sources\.mk|"
    r"build-aux/(ar-lib|compile|config\.(guess|sub)|depcomp|install-sh|"
    r"ltmain\.sh|missing|tap-driver\.sh|test-driver)|"
    r"m4/(libtool|lt~obsolete|lt(options|sugar|version))\.m4)$")


def committed():
    listed = subprocess.run(["git", "-C", str(SOURCE), "ls-files", "-z"],
                            check=True, capture_output=True).stdout
    return set(os.fsdecode(listed).split("\0"))


def wrong_in(archive):
    known = committed()
    for member in archive:
        name = member.name.partition("/")[2]
        if member.isdir():
            continue
        if not member.isfile():
            yield "%s: not a regular file" % name
        elif b"\0" in archive.extractfile(member).read():
            yield "%s: not text" % name
        if name not in known and not MADE.search(name):
            yield "%s: from nowhere" % name


with tarfile.open(sys.argv[1]) as archive:
    wrong = list(wrong_in(archive))
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
