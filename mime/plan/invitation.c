/* SPDX-License-Identifier: MIT */

/*
 * A machine of one octet a step. A content line that was folded goes on in
 * the next one (RFC 5545, section 3.1), so a property is looked at when the
 * line after it has begun. Only the two outer layers, the calendar and its
 * components, are looked into: an alarm has ATTENDEEs of its own. What lies
 * deeper is counted, and needs no stack.
 */

#include "plan/invitation.h"

#include "base/ascii.h"

/* The methods of RFC 5546, section 1.4, and what each needs to be acted on. */
static const struct {
    const char *name;
    bool needs_organizer, needs_attendee;
} METHODS[] = {
    { "PUBLISH", true, false }, { "REQUEST", true, true },
    { "REPLY", true, true },    { "ADD", true, false },
    { "CANCEL", true, false },  { "REFRESH", true, true },
    { "COUNTER", true, false }, { "DECLINECOUNTER", true, false },
};

#define METHOD_COUNT (sizeof METHODS / sizeof METHODS[0])

/* Components that are sent for their own sake; the others explain them. */
static const char *const KINDS[] = { "VEVENT", "VTODO", "VJOURNAL",
                                     "VFREEBUSY" };

#define KIND_COUNT (sizeof KINDS / sizeof KINDS[0])

/* Several kinds were seen; no kind is called so. */
static const char SEVERAL[] = "";

static void front_put(mw_invitation_front *front, uint8_t octet)
{
    if (front->size > MW_INVITATION_FRONT)
        return;
    front->octets[front->size++] = (char)octet;
}

static mw_bytes front_bytes(const mw_invitation_front *front)
{
    return mw_ascii_trim(
        (mw_bytes){ (const uint8_t *)front->octets, front->size });
}

static bool value_is(const mw_invitation *self, const char *text)
{
    return mw_ascii_equal_text(front_bytes(&self->value), text);
}

/* No blank belongs around a name. */
static bool name_is(const mw_invitation *self, const char *text)
{
    const mw_bytes name = { (const uint8_t *)self->name.octets,
                            self->name.size };

    return mw_ascii_equal_text(name, text);
}

/* Remembers the first line with FAULT. */
static void blame(mw_invitation *self, mw_invitation_fault fault, uint64_t line)
{
    if (self->lines[fault] == 0)
        self->lines[fault] = line;
}

/* A method is made of letters, digits and "-" (RFC 5545, section 8.1). */
static bool is_method(mw_bytes text)
{
    if (text.size == 0 || text.size > MW_INVITATION_FRONT)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (!mw_ascii_is_alnum(text.data[i]) && text.data[i] != '-')
            return false;
    return true;
}

static void take_method(mw_invitation *self)
{
    const mw_bytes found = front_bytes(&self->value);

    if (!is_method(found)) {
        if (self->bad_method_line == 0)
            self->bad_method_line = self->property_line;
        return;
    }
    if (self->method.size > 0 &&
        !mw_ascii_equal(found, front_bytes(&self->method)))
        blame(self, MW_INVITATION_OTHER_METHOD, self->property_line);
    else if (self->has_method)
        blame(self, MW_INVITATION_SECOND_METHOD, self->property_line);
    self->has_method = true;
    if (self->method.size > 0)
        return;
    for (size_t i = 0; i < found.size; i++) {
        const uint8_t c = found.data[i];
        const bool is_small = c >= 'a' && c <= 'z';

        front_put(&self->method, is_small ? (uint8_t)(c - ('a' - 'A')) : c);
    }
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (value_is(self, METHODS[i].name))
            return;
    blame(self, MW_INVITATION_UNKNOWN_METHOD, self->property_line);
}

/* Mail goes by addresses of mail (RFC 6047, section 2.3). */
static void check_address(mw_invitation *self)
{
    if (!mw_ascii_starts_with(front_bytes(&self->value), "mailto:"))
        blame(self, MW_INVITATION_NO_MAILTO, self->property_line);
}

static void take_component_property(mw_invitation *self)
{
    if (name_is(self, "UID")) {
        if (front_bytes(&self->value).size > 0)
            self->has_uid = true;
    } else if (name_is(self, "ORGANIZER")) {
        self->has_organizer = true;
        check_address(self);
    } else if (name_is(self, "ATTENDEE")) {
        self->has_attendee = true;
        check_address(self);
    }
}

static void begin_calendar(mw_invitation *self)
{
    if (!value_is(self, "VCALENDAR"))
        blame(self, MW_INVITATION_OUTSIDE, self->property_line);
    self->calendar_line = self->property_line;
    self->has_method = self->has_component = false;
}

static void begin_component(mw_invitation *self)
{
    self->component_name = self->value;
    self->component_line = self->property_line;
    self->has_uid = self->has_organizer = self->has_attendee = false;
    self->kind = NULL;
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (value_is(self, KINDS[i]))
            self->kind = KINDS[i];
    if (self->kind == NULL)
        return;
    self->has_component = true;
    if (self->component == NULL || self->component == self->kind)
        self->component = self->kind;
    else
        self->component = SEVERAL;
}

static void end_component(mw_invitation *self)
{
    if (!mw_ascii_equal(front_bytes(&self->component_name),
                        front_bytes(&self->value)))
        blame(self, MW_INVITATION_WRONG_END, self->property_line);
    if (self->kind == NULL)
        return;
    if (!self->has_uid)
        blame(self, MW_INVITATION_NO_UID, self->component_line);
    if (!self->has_organizer)
        blame(self, MW_INVITATION_NO_ORGANIZER, self->component_line);
    if (!self->has_attendee)
        blame(self, MW_INVITATION_NO_ATTENDEE, self->component_line);
}

/* What the calendar lacks, wherever it ends. */
static void judge_calendar(mw_invitation *self)
{
    if (!self->has_method)
        blame(self, MW_INVITATION_NO_METHOD, self->calendar_line);
    if (!self->has_component)
        blame(self, MW_INVITATION_NO_COMPONENT, self->calendar_line);
}

static void end_calendar(mw_invitation *self)
{
    if (!value_is(self, "VCALENDAR"))
        blame(self, MW_INVITATION_WRONG_END, self->property_line);
    judge_calendar(self);
}

static void take_begin(mw_invitation *self)
{
    if (self->depth == 0)
        begin_calendar(self);
    else if (self->depth == 1)
        begin_component(self);
    self->depth++;
}

static void take_end(mw_invitation *self)
{
    if (self->depth == 0) {
        blame(self, MW_INVITATION_WRONG_END, self->property_line);
        return;
    }
    self->depth--;
    if (self->depth == 0)
        end_calendar(self);
    else if (self->depth == 1)
        end_component(self);
}

static void take_property(mw_invitation *self)
{
    if (name_is(self, "BEGIN"))
        take_begin(self);
    else if (name_is(self, "END"))
        take_end(self);
    else if (self->depth == 0)
        blame(self, MW_INVITATION_OUTSIDE, self->property_line);
    else if (self->depth == 1 && name_is(self, "METHOD"))
        take_method(self);
    else if (self->depth == 2 && self->kind != NULL)
        take_component_property(self);
}

/* The content line is whole. */
static void end_property(mw_invitation *self)
{
    const bool is_empty = self->place == MW_IN_NAME && self->name.size == 0;

    if (!is_empty && !self->has_begun) {
        self->has_begun = true;
        self->is_foreign =
            !name_is(self, "BEGIN") || !value_is(self, "VCALENDAR");
    }
    if (!is_empty && self->place != MW_IN_VALUE)
        blame(self, MW_INVITATION_NO_PROPERTY, self->property_line);
    else if (!is_empty)
        take_property(self);
    self->name.size = self->value.size = 0;
    self->place = MW_IN_NAME;
}

/* An octet that is no line end, folding undone. */
static void take_octet(mw_invitation *self, uint8_t octet)
{
    switch (self->place) {
    case MW_IN_NAME:
        if (octet == ':')
            self->place = MW_IN_VALUE;
        else if (octet == ';')
            self->place = MW_IN_PARAMETERS;
        else
            front_put(&self->name, octet);
        break;
    case MW_IN_PARAMETERS:
        if (octet == ':')
            self->place = MW_IN_VALUE;
        else if (octet == '"')
            self->place = MW_IN_QUOTES;
        break;
    case MW_IN_QUOTES:
        if (octet == '"')
            self->place = MW_IN_PARAMETERS;
        break;
    case MW_IN_VALUE:
        front_put(&self->value, octet);
        break;
    }
}

/* The first octet of a line says whether it goes on with the one before. */
static bool starts_line(mw_invitation *self, uint8_t octet)
{
    self->at_line_start = false;
    self->line++;
    if (mw_ascii_is_blank(octet) && self->property_line != 0)
        return true;
    end_property(self);
    self->property_line = self->line;
    return false;
}

static void step(mw_invitation *self, uint8_t octet)
{
    bool folds = false;

    if (self->after_cr && octet != '\n')
        blame(self, MW_INVITATION_LONE_CR, self->line + self->at_line_start);
    self->after_cr = octet == '\r';
    if (self->after_cr)
        return;
    if (self->at_line_start)
        folds = starts_line(self, octet);
    if (octet == '\n')
        self->at_line_start = true;
    else if (!folds)
        take_octet(self, octet);
}

void mw_invitation_init(mw_invitation *invitation)
{
    *invitation = (mw_invitation){ .at_line_start = true };
}

void mw_invitation_add(mw_invitation *invitation, mw_bytes text)
{
    for (size_t i = 0; i < text.size && !invitation->is_foreign; i++)
        step(invitation, text.data[i]);
}

/* Where the text ends within a calendar. */
static void end_open(mw_invitation *self)
{
    if (self->depth == 0)
        return;
    blame(self, MW_INVITATION_OPEN,
          self->depth == 1 ? self->calendar_line : self->component_line);
    judge_calendar(self);
}

/* What was looked for is a fault only where the method needs it. */
static void apply_method(mw_invitation *self)
{
    bool needs_organizer = false, needs_attendee = false;

    if (self->lines[MW_INVITATION_NO_METHOD] != 0 ||
        self->lines[MW_INVITATION_OTHER_METHOD] != 0)
        self->method.size = 0;
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (mw_ascii_equal_text(front_bytes(&self->method), METHODS[i].name)) {
            needs_organizer = METHODS[i].needs_organizer;
            needs_attendee = METHODS[i].needs_attendee;
        }
    if (!needs_organizer)
        self->lines[MW_INVITATION_NO_ORGANIZER] = 0;
    if (!needs_attendee)
        self->lines[MW_INVITATION_NO_ATTENDEE] = 0;
}

mw_status mw_invitation_end(mw_invitation *invitation, mw_error *error)
{
    if (!invitation->is_foreign)
        end_property(invitation);
    if (!invitation->has_begun || invitation->is_foreign) {
        mw_fail(error, MW_E_DATA,
                "is no calendar: it does not start with BEGIN:VCALENDAR");
        if (invitation->lines[MW_INVITATION_LONE_CR] != 0)
            mw_hint(error, "its lines end in a CR alone");
        return MW_E_DATA;
    }
    if (invitation->bad_method_line != 0)
        return mw_fail(error, MW_E_DATA,
                       "line %ju: METHOD is no word of letters, digits and "
                       "hyphens",
                       (uintmax_t)invitation->bad_method_line);
    end_open(invitation);
    apply_method(invitation);
    if (invitation->component == SEVERAL)
        invitation->component = NULL;
    return MW_OK;
}
