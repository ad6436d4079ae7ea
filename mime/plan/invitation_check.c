/* SPDX-License-Identifier: MIT */

/*
 * The calendar is read as it goes out, in UTF-8, so that one in UTF-16 is
 * understood too. Of each fault the first line is told, so that a long file
 * does not drown what matters.
 */

#include "plan/invitation_check.h"

#include "base/ascii.h"
#include "plan/invitation.h"
#include "plan/text_stream.h"

static const char *const NOTES[MW_INVITATION_FAULT_COUNT] = {
    [MW_INVITATION_NO_METHOD] =
        "has no METHOD, so mail programs may show no buttons",
    [MW_INVITATION_OTHER_METHOD] =
        "another METHOD than before, so that the part can name none; each "
        "needs a message of its own",
    [MW_INVITATION_SECOND_METHOD] = "METHOD stands here a second time",
    [MW_INVITATION_UNKNOWN_METHOD] =
        "METHOD is none that RFC 5546 has, so mail programs may show no "
        "buttons",
    [MW_INVITATION_NO_COMPONENT] =
        "holds no VEVENT, VTODO, VJOURNAL or VFREEBUSY, so there is nothing "
        "to show",
    [MW_INVITATION_NO_UID] =
        "has no UID, so answers and changes cannot be matched with it",
    [MW_INVITATION_NO_ORGANIZER] =
        "has no ORGANIZER, which its METHOD needs, so mail programs may show "
        "no buttons",
    [MW_INVITATION_NO_ATTENDEE] =
        "has no ATTENDEE, which its METHOD needs, so mail programs may show "
        "no buttons",
    [MW_INVITATION_NO_MAILTO] =
        "the address is no mailto:, so no mail reaches it",
    [MW_INVITATION_NO_PROPERTY] =
        "has no colon, so it is no property; a line that goes on starts with "
        "a space",
    [MW_INVITATION_OUTSIDE] = "stands outside of the calendar",
    [MW_INVITATION_WRONG_END] = "ends what did not begin",
    [MW_INVITATION_OPEN] = "begins what does not end, as if it were cut off",
    [MW_INVITATION_LONE_CR] = "holds a CR that is not part of a line end",
};

static mw_status show(void *user, mw_bytes piece, mw_error *error)
{
    (void)error;
    mw_invitation_add(user, piece);
    return MW_OK;
}

/* Shows INVITATION all of PART, as it is sent. */
static mw_status read_all(const mw_plan_part *part, mw_invitation *invitation,
                          mw_error *error)
{
    mw_text_stream stream;
    mw_status status = mw_text_stream_open(&stream, part->source,
                                           part->input_charset, NULL, error);

    if (status != MW_OK)
        return status;
    mw_text_stream_shape(&stream, part->shape);
    status = mw_text_stream_read_all(&stream, show, invitation, error);
    mw_text_stream_close(&stream);
    return status;
}

static mw_status add_notes(mw_plan *plan, const mw_plan_part *part,
                           const mw_invitation *invitation, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; i < MW_INVITATION_FAULT_COUNT && status == MW_OK; i++)
        if (invitation->lines[i] != 0)
            status = mw_plan_add_note(
                plan, error, "%s: line %ju: %s", mw_plan_part_called(part),
                (uintmax_t)invitation->lines[i], NOTES[i]);
    return status;
}

/* The method of the type is the calendar's (RFC 6047, section 2.4). */
static mw_status set_method(mw_plan *plan, mw_plan_part *part, mw_bytes method,
                            mw_error *error)
{
    const mw_parameter *given =
        mw_parameter_find(part->type.parameters, "method");

    if (given != NULL && !mw_ascii_equal(given->value, method))
        return mw_fail(error, MW_E_DATA,
                       "its type says method=%.*s, and its METHOD is %.*s",
                       MW_SHOW(given->value),
                       MW_SHOW(method.size > 0 ? method : mw_bytes_of("none")));
    if (given != NULL || method.size == 0)
        return MW_OK;
    return mw_media_type_set(&part->type, &plan->arena, "method", method,
                             error);
}

static mw_status set_component(mw_plan *plan, mw_plan_part *part,
                               const char *component, mw_error *error)
{
    if (component == NULL ||
        mw_parameter_find(part->type.parameters, "component") != NULL)
        return MW_OK;
    return mw_media_type_set(&part->type, &plan->arena, "component",
                             mw_bytes_of(component), error);
}

mw_status mw_invitation_check(mw_plan *plan, mw_plan_part *part,
                              mw_error *error)
{
    mw_invitation invitation;
    mw_status status;

    if (part->part->role != MW_ROLE_BODY ||
        part->part->body != MW_BODY_CALENDAR ||
        !mw_media_type_is(&part->type, "text", "calendar"))
        return MW_OK;
    mw_invitation_init(&invitation);
    status = read_all(part, &invitation, error);
    if (status == MW_OK)
        status = mw_invitation_end(&invitation, error);
    if (status == MW_OK)
        status = add_notes(plan, part, &invitation, error);
    if (status == MW_OK)
        status =
            set_method(plan, part,
                       (mw_bytes){ (const uint8_t *)invitation.method.octets,
                                   invitation.method.size },
                       error);
    if (status == MW_OK)
        status = set_component(plan, part, invitation.component, error);
    return status;
}
