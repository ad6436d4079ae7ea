/* SPDX-License-Identifier: MIT */

/*
 * Nothing in a header says where a block ends, so the first field that is
 * there again does. A field given twice by mistake then begins a block that
 * lacks the rest, which is refused.
 */

#include "plan/resent.h"

#include "base/ascii.h"
#include "plan/identity.h"

enum { DATE, FROM, SENDER, ID, TO, CC, BCC, REPLY_TO, KNOWN };

static const char *const NAMES[KNOWN] = {
    [DATE] = "Resent-Date",     [FROM] = "Resent-From",
    [SENDER] = "Resent-Sender", [ID] = "Resent-Message-ID",
    [TO] = "Resent-To",         [CC] = "Resent-Cc",
    [BCC] = "Resent-Bcc",       [REPLY_TO] = "Resent-Reply-To",
};

typedef struct {
    size_t number; /* from 1 */
    const mw_field *first;
    const mw_field *end; /* the first field of the next block, or NULL */
    const mw_field *known[KNOWN];
} block;

bool mw_resent_is_field(const mw_field *field)
{
    static const char PREFIX[] = "Resent-";
    const size_t size = strlen(PREFIX);

    return field->name.size > size &&
           mw_ascii_equal_text((mw_bytes){ field->name.data, size }, PREFIX);
}

/* The place of FIELD in a block, or KNOWN where it may stand anywhere. */
static size_t place_of(const mw_field *field)
{
    size_t place = 0;

    while (place < KNOWN && !mw_ascii_equal_text(field->name, NAMES[place]))
        place++;
    return place;
}

/* Makes AT, which was all zero at first, the next block; false for none. */
static bool next_block(const mw_message *message, block *at)
{
    const mw_field *field = at->number == 0 ? message->fields : at->end;

    while (field != NULL && !mw_resent_is_field(field))
        field = field->next;
    *at = (block){ .number = at->number + 1, .first = field };
    for (; field != NULL; field = field->next) {
        const size_t place =
            mw_resent_is_field(field) ? place_of(field) : KNOWN;

        if (place == KNOWN)
            continue;
        if (at->known[place] != NULL)
            break;
        at->known[place] = field;
    }
    at->end = field;
    return at->first != NULL;
}

const mw_field *mw_resent_field(const mw_message *message, const char *name)
{
    block newest = { 0 };

    if (!next_block(message, &newest))
        return NULL;
    for (size_t i = 0; i < KNOWN; i++)
        if (mw_ascii_equal_text(mw_bytes_of(name), NAMES[i]))
            return newest.known[i];
    return NULL;
}

static mw_status check_block(const block *at, bool keeps_bcc, mw_error *error)
{
    const mw_field *from = at->known[FROM];
    const size_t missing = at->known[DATE] == NULL ? DATE : FROM;

    if (at->known[missing] == NULL) {
        mw_fail(error, MW_E_USAGE,
                "%s: is missing in block %zu of the Resent- fields, which "
                "begins with %.*s",
                NAMES[missing], at->number, MW_SHOW(at->first->name));
        mw_hint(error, "each block has Resent-Date and Resent-From, and a "
                       "field that is given again begins the next");
        return MW_E_USAGE;
    }
    if (at->known[BCC] != NULL && !keeps_bcc)
        return mw_fail(error, MW_E_USAGE,
                       "Resent-Bcc: its recipients would be lost");
    if (from->value.addresses.mailbox_count <= 1 || at->known[SENDER] != NULL)
        return MW_OK;
    mw_fail(error, MW_E_USAGE,
            "Resent-From: holds several mailboxes, and there is no "
            "Resent-Sender");
    mw_hint(error, "add a Resent-Sender field with the one who sends it");
    return MW_E_USAGE;
}

/* Those in Bcc, which is not written, are not in the envelope either where the
 * newest block says to whom the message goes. */
static mw_status check_bcc(const mw_message *message, mw_error *error)
{
    block newest = { 0 };

    if (message->keep_bcc || message->envelope_to.address_count > 0 ||
        !mw_message_has_bcc(message) || !next_block(message, &newest))
        return MW_OK;
    if (newest.known[TO] == NULL && newest.known[CC] == NULL)
        return MW_OK;
    return mw_fail(error, MW_E_USAGE,
                   "Bcc: its recipients would be lost: the message goes to "
                   "those in its Resent- fields");
}

mw_status mw_resent_check(const mw_message *message, mw_error *error)
{
    block at = { 0 };
    mw_status status = MW_OK;

    while (status == MW_OK && next_block(message, &at))
        status = check_block(&at, message->keep_bcc, error);
    return status == MW_OK ? check_bcc(message, error) : status;
}

static mw_status write_block(const mw_plan *plan, const block *at,
                             bool identity, mw_buffer *out, mw_error *error)
{
    const mw_identity *drawn = &plan->message->identity;
    char left[MW_IDENTITY_TEXT + 1];
    mw_status status = MW_OK;

    for (const mw_field *field = at->first; field != at->end && status == MW_OK;
         field = field->next)
        if (mw_resent_is_field(field) &&
            (field != at->known[SENDER] ||
             !mw_field_is_same_mailbox(field, at->known[FROM])))
            status = mw_field_write(field, &plan->style, out, error);
    if (status != MW_OK || !identity || at->known[ID] != NULL)
        return status;
    mw_identity_text(drawn, "resent", at->number, left);
    return mw_buffer_printf(out, error, "%s: <%s@%s>\r\n", NAMES[ID], left,
                            drawn->id_right);
}

mw_status mw_resent_write(const mw_plan *plan, bool identity, mw_buffer *out,
                          mw_error *error)
{
    block at = { 0 };
    mw_status status = MW_OK;

    while (status == MW_OK && next_block(plan->message, &at))
        status = write_block(plan, &at, identity, out, error);
    return status;
}
