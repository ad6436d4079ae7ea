/* SPDX-License-Identifier: MIT */

/*
 * The ">" of a quoted line may stand behind those that are there as well as
 * before them, so nothing but the five octets of "From " is ever held back.
 */

#include "write/mailbox_text.h"

static const char FROM[] = "From ";

enum { FROM_SIZE = sizeof FROM - 1 };

void mw_mailbox_text_start(mw_mailbox_text *text, bool is_mbox,
                           mw_mailbox_put put, void *user)
{
    text->put = put;
    text->user = user;
    text->is_mbox = is_mbox;
    text->in_line = false;
    text->after_cr = false;
    text->matched = 0;
    text->last = 0;
    text->used = 0;
}

static mw_status flush(mw_mailbox_text *text, mw_error *error)
{
    const mw_bytes all = { text->room, text->used };

    text->used = 0;
    return all.size == 0 ? MW_OK : text->put(text->user, all, error);
}

static mw_status put(mw_mailbox_text *text, mw_bytes bytes, mw_error *error)
{
    mw_status status = MW_OK;

    if (bytes.size > 0)
        text->last = bytes.data[bytes.size - 1];
    while (bytes.size > 0 && status == MW_OK) {
        const size_t left = sizeof text->room - text->used;
        const size_t size = bytes.size < left ? bytes.size : left;

        memcpy(text->room + text->used, bytes.data, size);
        text->used += size;
        mw_bytes_skip(&bytes, size);
        if (text->used == sizeof text->room)
            status = flush(text, error);
    }
    return status;
}

static mw_status put_text(mw_mailbox_text *text, const char *octets,
                          mw_error *error)
{
    return put(text, mw_bytes_of(octets), error);
}

/* Puts what was held back, which is no "From ". */
static mw_status put_held(mw_mailbox_text *text, mw_error *error)
{
    const mw_bytes held = { (const uint8_t *)FROM, text->matched };

    text->matched = 0;
    text->in_line = true;
    return put(text, held, error);
}

/* Looks at the first octet of BYTES, at the start of a line; may leave it. */
static mw_status start_line(mw_mailbox_text *text, mw_bytes *bytes,
                            mw_error *error)
{
    const uint8_t octet = *bytes->data;

    if (text->matched == 0 && octet == '>') {
        mw_bytes_skip(bytes, 1);
        return put_text(text, ">", error);
    }
    if (octet != (uint8_t)FROM[text->matched])
        return put_held(text, error);
    mw_bytes_skip(bytes, 1);
    text->matched++;
    if (text->matched < FROM_SIZE)
        return MW_OK;
    text->matched = 0;
    text->in_line = true;
    return put_text(text, ">From ", error);
}

/* The rest of a line, or all there is of it. */
static mw_status go_on(mw_mailbox_text *text, mw_bytes *bytes, mw_error *error)
{
    const uint8_t *end = memchr(bytes->data, '\n', bytes->size);
    const size_t size =
        end == NULL ? bytes->size : (size_t)(end - bytes->data) + 1;
    const mw_bytes line = { bytes->data, size };

    mw_bytes_skip(bytes, size);
    text->in_line = end == NULL;
    return put(text, line, error);
}

/* Takes octets of which no CR is one of a line end. */
static mw_status add_lines(mw_mailbox_text *text, mw_bytes bytes,
                           mw_error *error)
{
    mw_status status = MW_OK;

    if (!text->is_mbox)
        return put(text, bytes, error);
    while (bytes.size > 0 && status == MW_OK)
        status = text->in_line ? go_on(text, &bytes, error)
                               : start_line(text, &bytes, error);
    return status;
}

/* Decides about the CR that is held back by the octet that follows it. */
static mw_status settle_cr(mw_mailbox_text *text, bool before_lf,
                           mw_error *error)
{
    text->after_cr = false;
    return before_lf ? MW_OK : add_lines(text, mw_bytes_of("\r"), error);
}

mw_status mw_mailbox_text_add(mw_mailbox_text *text, mw_bytes bytes,
                              mw_error *error)
{
    mw_status status = MW_OK;

    while (bytes.size > 0 && status == MW_OK) {
        const uint8_t *cr;
        mw_bytes piece;

        if (text->after_cr)
            status = settle_cr(text, *bytes.data == '\n', error);
        if (status != MW_OK)
            break;
        cr = memchr(bytes.data, '\r', bytes.size);
        piece.data = bytes.data;
        piece.size = cr == NULL ? bytes.size : (size_t)(cr - bytes.data);
        status = add_lines(text, piece, error);
        mw_bytes_skip(&bytes, piece.size);
        if (cr != NULL) {
            mw_bytes_skip(&bytes, 1);
            text->after_cr = true;
        }
    }
    return status;
}

mw_status mw_mailbox_text_finish(mw_mailbox_text *text, mw_error *error)
{
    mw_status status = MW_OK;

    if (text->after_cr)
        status = settle_cr(text, false, error);
    if (status == MW_OK && text->matched > 0)
        status = put_held(text, error);
    if (status == MW_OK && text->is_mbox && text->last != '\n')
        status = put_text(text, "\n", error);
    if (status == MW_OK && text->is_mbox)
        status = put_text(text, "\n", error);
    return status == MW_OK ? flush(text, error) : status;
}
