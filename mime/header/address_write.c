/* SPDX-License-Identifier: MIT */

/*
 * An address is written from its values alone. RFC 5322, section 2.2.3, wants
 * lines broken at the higher-level places first, which are the commas; so a
 * mailbox that does not fit the rest of the line starts a new one, and is
 * broken only where it is longer than a line by itself.
 */

#include "header/address.h"

#include "base/utf8.h"
#include "header/address_lexer.h"
#include "header/domain.h"
#include "header/phrase.h"

static mw_status append_quoted(mw_bytes text, mw_buffer *out, mw_error *error)
{
    mw_status status = mw_buffer_append_octet(out, '"', error);

    for (size_t i = 0; i < text.size && status == MW_OK; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\')
            status = mw_buffer_append_octet(out, '\\', error);
        if (status == MW_OK)
            status = mw_buffer_append_octet(out, text.data[i], error);
    }
    return status == MW_OK ? mw_buffer_append_octet(out, '"', error) : status;
}

static mw_status append_local_part(mw_bytes local_part, mw_buffer *out,
                                   mw_error *error)
{
    if (mw_address_is_dot_atom(local_part))
        return mw_buffer_append_bytes(out, local_part, error);
    return append_quoted(local_part, out, error);
}

static mw_status fail_outside_ascii(mw_bytes local_part, mw_error *error)
{
    mw_fail(error, MW_E_RANGE,
            "local part \"%.*s\" is outside ASCII, which only UTF-8 headers "
            "(RFC 6532) can carry",
            MW_SHOW(local_part));
    mw_error_set_cause(error, MW_CAUSE_UTF8_HEADERS);
    return MW_E_RANGE;
}

mw_status mw_mailbox_addr_spec(const mw_mailbox *mailbox, bool utf8,
                               mw_buffer *out, mw_error *error)
{
    const size_t start = out->size;
    mw_status status;

    if (!utf8 && !mw_ascii_is_all(mailbox->local_part))
        return fail_outside_ascii(mailbox->local_part, error);
    status = append_local_part(mailbox->local_part, out, error);
    if (status == MW_OK && mailbox->domain.size > 0)
        status = mw_buffer_append_octet(out, '@', error);
    if (status == MW_OK && mailbox->domain.size > 0)
        status = mw_domain_write(mailbox->domain, utf8, out, error);
    if (status != MW_OK)
        mw_buffer_truncate(out, start);
    return status;
}

bool mw_mailbox_needs_utf8(const mw_mailbox *mailbox)
{
    return !mw_ascii_is_all(mailbox->local_part) ||
           !mw_ascii_is_all(mailbox->domain);
}

/* A list on its way into a field. */
typedef struct {
    mw_fold *fold;
    const mw_header_style *style;
    mw_buffer piece;
    mw_error *error;
} writer;

/* What an encoded-word in UTF-8 has beside the text. */
#define WORD_FRAME 12

/* About the characters that NAME takes, quoted or in encoded-words. */
static size_t name_width(mw_bytes name, bool utf8)
{
    if (mw_ascii_is_all(name))
        return name.size + 2;
    if (utf8)
        return mw_utf8_count(name) + 2;
    return WORD_FRAME + name.size / 3 * 4;
}

static mw_status add_piece(writer *to)
{
    return mw_fold_add(to->fold, mw_buffer_bytes(&to->piece), true, to->error);
}

/* Fills the piece with the address, in brackets where WITH_NAME, and END. */
static mw_status make_piece(writer *to, const mw_mailbox *mailbox,
                            bool with_name, const char *end)
{
    mw_status status = MW_OK;

    mw_buffer_truncate(&to->piece, 0);
    if (with_name)
        status = mw_buffer_append_octet(&to->piece, '<', to->error);
    if (status == MW_OK)
        status = mw_mailbox_addr_spec(mailbox, to->style->utf8, &to->piece,
                                      to->error);
    if (status == MW_OK && with_name)
        status = mw_buffer_append_octet(&to->piece, '>', to->error);
    return status == MW_OK ? mw_buffer_append_text(&to->piece, end, to->error)
                           : status;
}

static mw_status write_mailbox(writer *to, const mw_mailbox *mailbox,
                               const char *end)
{
    const mw_bytes name = mailbox->display_name;
    const bool utf8 = to->style->utf8;
    mw_status status = make_piece(to, mailbox, name.size > 0, end);

    if (status != MW_OK || name.size == 0)
        return status == MW_OK ? add_piece(to) : status;
    if (name_width(name, utf8) + 1 +
            mw_utf8_count(mw_buffer_bytes(&to->piece)) >
        mw_fold_room(to->fold, MW_FOLD_LINE))
        mw_fold_break(to->fold);
    status =
        mw_phrase_write(to->fold, name, mw_bytes_of(""), to->style, to->error);
    return status == MW_OK ? add_piece(to) : status;
}

/* END is what comes behind the group: a comma or nothing. */
static mw_status write_group(writer *to, const mw_address *group,
                             const char *end)
{
    const bool goes_on = end[0] != '\0';
    const char *name_end = ":";
    mw_status status;

    if (group->mailboxes == NULL)
        name_end = goes_on ? ":;," : ":;";
    status = mw_phrase_write(to->fold, group->group_name, mw_bytes_of(name_end),
                             to->style, to->error);
    for (const mw_mailbox *member = group->mailboxes;
         member != NULL && status == MW_OK; member = member->next) {
        const char *member_end = ",";

        if (member->next == NULL)
            member_end = goes_on ? ";," : ";";
        status = write_mailbox(to, member, member_end);
    }
    return status;
}

mw_status mw_address_list_write(mw_fold *fold, const mw_address_list *list,
                                const mw_header_style *style, mw_error *error)
{
    writer to = { .fold = fold, .style = style, .error = error };
    mw_status status = MW_OK;

    mw_buffer_init(&to.piece, fold->out->allocator, 0);
    for (const mw_address *address = list->first;
         address != NULL && status == MW_OK; address = address->next) {
        const char *end = address->next != NULL ? "," : "";

        status = address->is_group
                     ? write_group(&to, address, end)
                     : write_mailbox(&to, address->mailboxes, end);
    }
    mw_buffer_free(&to.piece);
    return status;
}
