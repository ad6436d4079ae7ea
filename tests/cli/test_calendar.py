# SPDX-License-Identifier: MIT
"""--calendar: what the part says of the calendar, and what is said of it.

C075, C076, C077
"""

import sys

from composing import (DATA, INVITATION, PLAIN, WHO, compose, parse, plan,
                       text_of)
from harness import Suite, check, refuse, run, same, write

suite = Suite()
test = suite.test

ATTENDEE = "ATTENDEE:mailto:b@example.test\n"
ORGANIZER = "ORGANIZER:mailto:a@example.test\n"


def invite(folder, calendar, *args):
    """The part of the calendar, and what was said about it."""
    if isinstance(calendar, str):
        calendar = calendar.encode()
    write(folder, "invite.ics", calendar)
    result = run(["compose", *PLAIN, "--calendar", "invite.ics", *args],
                 folder)
    same(result.status, 0, str(result))
    found = [part for part in parse(result.out).walk()
             if part.get_content_type() == "text/calendar"]
    same(len(found), 1, "parts that are shown as invitations")
    return found[0], result.err.decode()


def parameters(part):
    return dict(part["content-type"].params)


@test
def a_sound_invitation_needs_no_word(folder):
    part, said = invite(folder, INVITATION)
    same(parameters(part), {"method": "REQUEST", "component": "VEVENT",
                            "charset": "us-ascii"}, "the parameters")
    same(part.get_content().replace("\r\n", "\n"), INVITATION, "the calendar")
    same(said, "", "what is said")


@test
def each_method_and_component_is_named(folder):
    for method in ("PUBLISH", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER",
                   "DECLINECOUNTER"):
        for component in ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"):
            text = INVITATION.replace("REQUEST", method.lower()).replace(
                "VEVENT", component)
            part, said = invite(folder, text)
            same((parameters(part)["method"], parameters(part)["component"]),
                 (method, component), "the parameters")
            same(said, "", "what is said")


FAULTS = (
    ("METHOD:REQUEST\n", "", 1, "no METHOD"),
    ("REQUEST", "INVITE", 4, "RFC 5546"),
    ("METHOD:REQUEST\n", "METHOD:REQUEST\n" * 2, 5, "second time"),
    ("UID:1@example.test\n", "", 5, "no UID"),
    (ORGANIZER, "", 5, "no ORGANIZER"),
    (ATTENDEE, "", 5, "no ATTENDEE"),
    (ATTENDEE, "BEGIN:VALARM\n" + ATTENDEE + "END:VALARM\n", 5,
     "no ATTENDEE"),
    (ORGANIZER, "ORGANIZER;CN=\"mailto:\":/principals/ada\n", 9, "mailto:"),
    ("SUMMARY:Tea\n", "SUMMARY:Tea\nand more\n", 12, "starts with a space"),
    ("SUMMARY:Tea\n", "SUMMARY:Tea\rand more\n", 11, "a CR"),
    ("END:VEVENT\nEND:VCALENDAR\n", "", 5, "cut off"),
    ("END:VEVENT", "END:VTODO", 12, "did not begin"),
    ("END:VCALENDAR\n", "END:VCALENDAR\nX-A:b\n", 14, "outside"),
)


@test
def what_keeps_it_from_being_shown_is_noted_with_its_line(folder):
    for old, new, line, words in FAULTS:
        check(old in INVITATION, old)
        _, said = invite(folder, INVITATION.replace(old, new))
        same(said.count("\n"), 1, "notes: " + said)
        check("invite.ics: line %d: " % line in said and words in said,
              "%r: %s" % (new, said))
        same(invite(folder, INVITATION.replace(old, new), "--quiet")[1], "",
             "what is said quietly")


@test
def a_calendar_that_is_published_needs_no_attendee(folder):
    _, said = invite(folder, INVITATION.replace("REQUEST", "PUBLISH")
                     .replace(ATTENDEE, ""))
    same(said, "", "what is said")


@test
def several_calendars_of_one_method_are_one_part(folder):
    part, said = invite(folder, INVITATION * 2)
    same(parameters(part)["method"], "REQUEST", "method")
    same(said, "", "what is said")
    part, said = invite(folder, INVITATION
                        + INVITATION.replace("REQUEST", "CANCEL"))
    check("method" not in parameters(part), "a method is named")
    check("line 17: another METHOD" in said, said)


@test
def several_kinds_of_component_cannot_be_named(folder):
    task = "BEGIN:VTODO\nUID:2\n" + ORGANIZER + ATTENDEE + "END:VTODO\n"
    part, said = invite(folder, INVITATION.replace(
        "END:VCALENDAR\n", task + "END:VCALENDAR\n"))
    check("component" not in parameters(part), "a component is named")
    same(said, "", "what is said")


@test
def folded_lines_are_read_whole_and_sent_as_they_were(folder):
    text = INVITATION.replace("METHOD:REQUEST", "MET\n HOD:REQ\n\tUEST") \
        .replace("Tea", "Tea\n  and\n \u00fc" + "x" * 60)
    for octets in (text.encode(), text.replace("\n", "\r\n").encode(),
                   b"\xef\xbb\xbf" + text.encode(),
                   b"\xff\xfe" + text.encode("utf-16-le")):
        part, said = invite(folder, octets)
        same(parameters(part), {"method": "REQUEST", "component": "VEVENT",
                                "charset": "utf-8"}, "the parameters")
        same(part.get_content().replace("\r\n", "\n"), text, "the calendar")
        same(said, "", "what is said")


@test
def a_calendar_in_another_charset_is_converted(folder):
    text = INVITATION.replace("Tea", "Ärger")
    part, _ = invite(folder, text.encode("cp1252"), "--from-charset",
                     "utf-8,windows-1252")
    same(parameters(part)["charset"], "utf-8", "charset")
    same(part.get_content().replace("\r\n", "\n"), text, "the calendar")


@test
def what_is_no_calendar_is_refused(folder):
    for content in ("", "\n", "hello\n", "BEGIN:VCARD\nEND:VCARD\n",
                    INVITATION.replace("\n", "\r"), "\0\1\2",
                    INVITATION.replace("REQUEST", "RE QUEST"),
                    INVITATION.replace("REQUEST", "x;y=\"z\r"),
                    INVITATION.replace("REQUEST", "A" * 1000),
                    INVITATION.replace("REQUEST", "")):
        write(folder, "invite.ics", content.encode())
        refuse(DATA, ["compose", *PLAIN, "--calendar", "invite.ics"], folder,
               "invite.ics")
    refuse(DATA, ["compose", *PLAIN, "--calendar", "invite.ics",
                  "--unfit-text", "attach"], folder, "invite.ics")


@test
def a_character_that_a_fold_cuts_is_refused_with_its_line(folder):
    octets = INVITATION.encode().replace(b"Tea", b"Gr\xc3\r\n \xbc\xc3\x9fe")
    write(folder, "invite.ics", octets)
    refuse(DATA, ["compose", *PLAIN, "--calendar", "invite.ics"], folder,
           "invite.ics", "line 11")


@test
def a_type_may_be_given_that_says_the_same(folder):
    part, _ = invite(folder, INVITATION, "--type",
                     "text/calendar; method=request; charset=utf-8")
    same(parameters(part)["charset"], "utf-8", "charset")
    same(parameters(part)["component"], "VEVENT", "component")
    refuse(DATA, ["compose", *PLAIN, "--calendar", "invite.ics", "--type",
                  "text/calendar; method=CANCEL"], folder, "method=CANCEL")


@test
def the_dry_run_shows_the_invitation(folder):
    write(folder, "invite.ics", INVITATION)
    tree = plan(folder, *PLAIN, "--calendar", "invite.ics")["tree"]
    kinds = [part["type"] for part in tree["parts"]]
    same(kinds, ["multipart/alternative", "application/ics"], "the parts")


@test
def a_mebibyte_of_malice_is_read_once(folder):
    for unit in ("BEGIN:VEVENT\n", "BEGIN:VEVENT\nEND:VEVENT\n", "\n ", "x\n",
                 ";\"", "METHOD:A\nMETHOD:B\n", "END:VCALENDAR\n"):
        text = INVITATION + unit * (1048576 // len(unit))
        _, said = invite(folder, text)
        check(said.count("\n") < 15, "%r: %s" % (unit, said[:2000]))


@test
def an_invitation_can_be_all_there_is(folder):
    write(folder, "invite.ics", INVITATION)
    message = compose(folder, *WHO, "--no-text", "--calendar", "invite.ics")
    calendar, copy = parse(message).iter_parts()
    same((calendar.get_content_type(), copy.get_content_type()),
         ("text/calendar", "application/ics"), "the parts")
    same(text_of(calendar.as_bytes()), INVITATION, "the calendar")


if __name__ == "__main__":
    sys.exit(suite.main())
