# SPDX-License-Identifier: MIT
"""The floors of the house: who may include whom."""

import re

from house import SOURCE, files, read, report

# From the ground. Rooms of one floor do not know each other.
FLOORS = [["base"], ["codec"], ["header"], ["read"], ["message"], ["plan"],
          ["write"], ["html", "draft", "check"], ["preview"]]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def includes(path):
    return INCLUDE.findall(read(path))


def rooms_below(path):
    """What the file PATH of the library includes and must not."""
    room = path.split("/")[1]
    for kind, name in includes(path):
        target = name.split("/")[0]
        if kind == "<":
            continue
        if name == "config.h":
            continue
        if "/" not in name or target not in FLOOR:
            yield "%s: \"%s\" is not in a room" % (path, name)
        elif not (SOURCE / "mime" / name).exists():
            yield "%s: there is no %s" % (path, name)
        elif target != room and FLOOR[target] >= FLOOR[room]:
            yield "%s: %s is above, or beside, %s" % (path, target, room)


def base_and_public(path):
    """What the file PATH of the submitter includes and must not."""
    for kind, name in includes(path):
        if kind == "<" or name == "config.h":
            continue
        if name.split("/")[0] not in ("base", "smtp"):
            yield "%s: \"%s\" is not base's, smtp's or public" % (path, name)
        elif not (SOURCE / "mime" / name).exists():
            yield "%s: there is no %s" % (path, name)


def no_submitter(path):
    """What the file PATH of libmimewright includes of the submitter's."""
    for _, name in includes(path):
        if name.startswith("mimewright/smtp"):
            yield "%s: <%s> is another library's" % (path, name)


def own_and_public(path):
    """What the file PATH of the command includes and must not."""
    for kind, name in includes(path):
        if kind == '"' and name != "config.h" and not (
                SOURCE / "cli" / name).exists():
            yield "%s: \"%s\" is not the command's own" % (path, name)


def public_only(path):
    """What the public header PATH includes and must not."""
    for kind, name in includes(path):
        if kind == '"':
            yield "%s: \"%s\" is not public" % (path, name)


def known_rooms():
    for path in files("mime", endings=(".c", ".h")):
        room = path.split("/")[1]
        if room not in FLOOR and room != "smtp":
            yield "%s: no floor for %s" % (path, room)


def is_submitter(path):
    return path.startswith(("mime/smtp/", "include/mimewright/smtp"))


def all_of(rule, folder, submitter=False):
    return [line for path in files(folder, endings=(".c", ".h"))
            if is_submitter(path) == submitter for line in rule(path)]


report(
    ("every room has its floor", list(known_rooms())),
    ("a file includes from its own room and from lower floors only",
     all_of(rooms_below, "mime")),
    ("the submitter stands on the ground and on public headers",
     all_of(base_and_public, "mime", submitter=True)),
    ("libmimewright knows no submitter",
     all_of(no_submitter, "mime") + all_of(no_submitter, "include")),
    ("the command stands on public headers", all_of(own_and_public, "cli")),
    ("public headers include public headers",
     all_of(public_only, "include") +
     all_of(public_only, "include", submitter=True)),
)
