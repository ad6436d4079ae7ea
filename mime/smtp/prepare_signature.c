/* SPDX-License-Identifier: MIT */

/*
 * What a signature holds fast (RFC 6376, section 3.5; RFC 8617, section 4.1):
 * the fields that its h= names, those too that are not there. One that does
 * not say it is taken to name all.
 */

#include "smtp/prepare_signature.h"

#include "base/ascii.h"

bool mw_prepare_is_signature(const mw_scan_event *event)
{
    return mw_scan_event_is_field(event, "DKIM-Signature") ||
           mw_scan_event_is_field(event, "ARC-Seal") ||
           mw_scan_event_is_field(event, "ARC-Message-Signature");
}

/* Takes what is before the next END out of REST, without white space. */
static mw_bytes take_until(mw_bytes *rest, char end)
{
    const uint8_t *found = memchr(rest->data, end, rest->size);
    mw_bytes taken = *rest;

    if (found != NULL)
        taken.size = (size_t)(found - rest->data);
    mw_bytes_skip(rest, found != NULL ? taken.size + 1 : taken.size);
    return mw_ascii_trim(taken);
}

/* Notes the fields that LIST, the value of an h=, names. */
static void add_names(mw_prepare_header *header, mw_bytes list)
{
    while (list.size > 0) {
        const mw_bytes name = take_until(&list, ':');

        header->signs_bcc |= mw_ascii_equal_text(name, "Bcc");
        header->signs_resent_bcc |= mw_ascii_equal_text(name, "Resent-Bcc");
    }
}

/* Notes what the tags of BODY name; false where there is no h=. */
static bool add_tags(mw_prepare_header *header, mw_bytes body)
{
    bool has_names = false;

    while (body.size > 0) {
        mw_bytes tag = take_until(&body, ';');
        mw_bytes name;

        if (tag.size == 0)
            continue;
        name = take_until(&tag, '=');
        if (name.size != 1 || *name.data != 'h')
            continue;
        has_names = true;
        add_names(header, tag);
    }
    return has_names;
}

void mw_prepare_signature_add(mw_prepare_header *header,
                              const mw_scan_event *event)
{
    mw_bytes body;

    if (!mw_prepare_is_signature(event))
        return;
    header->is_signed = true;
    /* A seal is over the fields of ARC alone. */
    if (mw_scan_event_is_field(event, "ARC-Seal"))
        return;
    body.data = (const uint8_t *)mw_scan_event_body(event, &body.size);
    if (!add_tags(header, body)) {
        header->signs_bcc = true;
        header->signs_resent_bcc = true;
    }
}
