/* SPDX-License-Identifier: MIT */
#ifndef PLAN_INVITATION_H
#define PLAN_INVITATION_H

#include "base/bytes.h"
#include "base/error.h"

/*
 * Reads an iCalendar object (RFC 5545) as far as mail has to know it: what it
 * is for, what it holds, and whether a mail program can take it for the
 * invitation, answer or news that its METHOD makes it (RFC 5546, RFC 6047).
 *
 * It is given UTF-8, in any pieces, and keeps no more than the front of one
 * content line.
 */

/* What makes mail programs show no invitation, or less of one. */
typedef enum {
    MW_INVITATION_NO_METHOD,      /* of a calendar */
    MW_INVITATION_OTHER_METHOD,   /* than one before */
    MW_INVITATION_SECOND_METHOD,  /* the same, in one calendar */
    MW_INVITATION_UNKNOWN_METHOD, /* to RFC 5546 */
    MW_INVITATION_NO_COMPONENT,   /* in a calendar */
    MW_INVITATION_NO_UID,
    MW_INVITATION_NO_ORGANIZER, /* where METHOD needs one */
    MW_INVITATION_NO_ATTENDEE,  /* where METHOD needs one */
    MW_INVITATION_NO_MAILTO,    /* an address that is none of mail */
    MW_INVITATION_NO_PROPERTY,  /* a line without a colon */
    MW_INVITATION_OUTSIDE,      /* a property around the calendar */
    MW_INVITATION_WRONG_END,    /* END of what did not begin */
    MW_INVITATION_OPEN,         /* BEGIN without END */
    MW_INVITATION_LONE_CR,
    MW_INVITATION_FAULT_COUNT
} mw_invitation_fault;

/* Octets that are kept of a name or value, and one more as a mark of more. */
#define MW_INVITATION_FRONT 80

typedef struct mw_invitation_front {
    char octets[MW_INVITATION_FRONT + 1];
    size_t size; /* at most MW_INVITATION_FRONT + 1, which is too long */
} mw_invitation_front;

typedef struct mw_invitation {
    /* What was found, once it ended. */
    mw_invitation_front method; /* upper case; of no size where the calendars
                                   have none, or several */
    const char *component;      /* "VEVENT"; NULL for none or several kinds */
    uint64_t lines[MW_INVITATION_FAULT_COUNT]; /* where first; 0 is nowhere */

    /* Where the reading is. */
    mw_invitation_front name, value; /* of the content line */
    enum { MW_IN_NAME, MW_IN_PARAMETERS, MW_IN_QUOTES, MW_IN_VALUE } place;
    bool at_line_start, after_cr;
    uint64_t line, property_line; /* from 1; 0 is before the first */
    bool has_begun, is_foreign;   /* a calendar, or something else */
    uint64_t bad_method_line;

    /* The calendar and the component around it. */
    uint64_t depth, calendar_line, component_line;
    mw_invitation_front component_name;
    const char *kind; /* of the component, or NULL */
    bool has_method, has_component, has_uid, has_organizer, has_attendee;
} mw_invitation;

void mw_invitation_init(mw_invitation *invitation);

void mw_invitation_add(mw_invitation *invitation, mw_bytes text);

/*
 * Ends the reading. Fails with MW_E_DATA where the text does not start with
 * BEGIN:VCALENDAR, or its METHOD is no name.
 */
mw_status mw_invitation_end(mw_invitation *invitation, mw_error *error);

#endif
