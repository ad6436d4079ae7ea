# SPDX-License-Identifier: MIT
"""What a core dump of a running process would hold (Linux): the mappings that
are not marked to be left out, as /proc/PID/smaps and /proc/PID/mem have them.
"""

import os
import re

from harness import Skip

RANGE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (\S{4}) .*?(\S*)$")
PIECE = 1 << 20


def dumped_ranges(pid):
    """(start, end, name) of what can be read and would be dumped."""
    ranges, last = [], None
    with open("/proc/%d/smaps" % pid, encoding="utf-8",
              errors="replace") as smaps:
        for line in smaps:
            head = RANGE.match(line)
            if head:
                last = (int(head[1], 16), int(head[2], 16), head[4])
                is_readable = head[3].startswith("r")
            elif (line.startswith("VmFlags:") and is_readable
                  and "dd" not in line.split()):
                ranges.append(last)
    return ranges


def pieces(memory, start, end, overlap):
    """The octets from START to END; pages that cannot be read are none."""
    before = b""
    for at in range(start, end, PIECE):
        try:
            got = os.pread(memory, min(PIECE, end - at), at)
        except OSError:  # such as [vvar]
            got = b""
        yield before + got
        before = got[-overlap:]


def found_in(pid, needles):
    """Which of NEEDLES, octets by name, a core dump of PID would hold, each
    with the names of the mappings that have it.
    """
    longest = max(len(octets) for octets in needles.values())
    found = {}
    try:
        memory = os.open("/proc/%d/mem" % pid, os.O_RDONLY)
        ranges = dumped_ranges(pid)
    except OSError as error:
        raise Skip("needs /proc/PID/mem and smaps: %s" % error) from None
    try:
        for start, end, name in ranges:
            for octets in pieces(memory, start, end, longest):
                for what, needle in needles.items():
                    if needle in octets:
                        found.setdefault(what, set()).add(name or "unnamed")
    finally:
        os.close(memory)
    return found
