# SPDX-License-Identifier: MIT
"""Making messages by the command, and looking into them with Python's email,
for the tests of its options.
"""

import email
import email.policy
import json

from harness import succeed

USAGE, DATA, NO_INPUT = 64, 65, 66

WHO = ["-f", "Ada <a@example.test>", "-t", "b@example.test"]
PLAIN = WHO + ["-s", "Test", "-m", "Hello."]

INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//test//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:1@example.test
DTSTAMP:20260101T000000Z
DTSTART:20260102T100000Z
ORGANIZER:mailto:a@example.test
ATTENDEE:mailto:b@example.test
SUMMARY:Tea
END:VEVENT
END:VCALENDAR
"""


def compose(folder, *args, **how):
    """The message that ARGS make."""
    return succeed(["compose", *args], folder, **how)


def plan(folder, *args, **how):
    """What the dry run of ARGS says in JSON."""
    return json.loads(compose(folder, "-n", "--json", *args, **how))


def parse(message):
    return email.message_from_bytes(message, policy=email.policy.default)


def parts(message):
    """The leaves of MESSAGE."""
    return [part for part in parse(message).walk()
            if not part.is_multipart()]


def text_of(message):
    """The text of a message that has no other part."""
    return parse(message).get_content().replace("\r\n", "\n")


def joined(text, delsp):
    """What a reader of format=flowed (RFC 3676) shows of TEXT: depth of quote
    and text of each paragraph.
    """
    shown, flows, before = [], False, 0
    for line in text.split("\n")[:-1]:
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:]
        rest = rest[1:] if rest.startswith(" ") else rest
        joins = flows and depth == before and rest != "-- "
        flows = rest.endswith(" ") and rest != "-- "
        if flows and delsp:
            rest = rest[:-1]
        if joins:
            shown[-1] = (depth, shown[-1][1] + rest)
        else:
            shown.append((depth, rest))
        before = depth
    return shown
