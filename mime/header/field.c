/* SPDX-License-Identifier: MIT */

/*
 * Each kind of field is parsed by the file that knows its grammar; what holds
 * for all of them, and that the error names the field, is seen to here.
 */

#include "header/field.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "header/keywords.h"
#include "header/language_list.h"
#include "header/list_id.h"
#include "header/url_list.h"

/* With the colon and a space that leaves a line of 78 just begun. */
#define NAME_MOST 76

/* Where a body is parsed to. */
typedef struct {
    const mw_address_rules *rules;
    mw_arena *arena;
} parse_room;

mw_status mw_field_name_check(mw_bytes name, mw_error *error)
{
    if (name.size == 0)
        return mw_fail(error, MW_E_SYNTAX, "a field has no name");
    for (size_t i = 0; i < name.size; i++)
        if (!mw_ascii_is_graph(name.data[i]) || name.data[i] == ':')
            return mw_fail(error, MW_E_SYNTAX,
                           "\"%.*s\" is no field name: octet %zu is not "
                           "allowed",
                           MW_SHOW(name), i + 1);
    if (name.size > 1 && name.data[0] == '-' && name.data[1] == '-')
        return mw_fail(error, MW_E_SYNTAX,
                       "\"%.*s\" is no field name: its line would look like "
                       "a boundary",
                       MW_SHOW(name));
    if (name.size > NAME_MOST)
        return mw_fail(error, MW_E_SYNTAX,
                       "\"%.*s\" is no field name: it has %zu characters, "
                       "%d are allowed",
                       MW_SHOW(name), name.size, NAME_MOST);
    return MW_OK;
}

/* Checks that BODY is UTF-8 without control characters but tab. */
static mw_status check_body(mw_bytes body, mw_error *error)
{
    const size_t whole = body.size;

    while (body.size > 0) {
        size_t size;
        uint32_t code;

        if (mw_utf8_next(body, &size, &code) != MW_UTF8_VALID)
            return mw_fail(error, MW_E_SYNTAX,
                           "not UTF-8: octet 0x%02X at octet %zu", *body.data,
                           whole - body.size + 1);
        if (mw_utf8_is_control(code) && code != '\t')
            return mw_fail(error, MW_E_SYNTAX,
                           "control character U+%04X at octet %zu",
                           (unsigned)code, whole - body.size + 1);
        mw_bytes_skip(&body, size);
    }
    return MW_OK;
}

static mw_status copy_text(mw_bytes body, const parse_room *room,
                           mw_field *field, mw_error *error)
{
    const char *copy = mw_arena_copy(room->arena, body, error);

    if (copy == NULL)
        return MW_E_MEMORY;
    field->text = (mw_bytes){ (const uint8_t *)copy, body.size };
    return MW_OK;
}

/* Sender: one mailbox, and nothing else. */
static mw_status parse_mailbox(mw_bytes body, const parse_room *room,
                               mw_address_list *list, mw_error *error)
{
    mw_address *address = mw_arena_take(room->arena, sizeof *address, error);
    mw_mailbox *mailbox = mw_arena_take(room->arena, sizeof *mailbox, error);
    mw_status status;

    if (address == NULL || mailbox == NULL)
        return MW_E_MEMORY;
    status = mw_mailbox_read(room->rules, body, room->arena, mailbox, error);
    if (status != MW_OK)
        return status;
    address->mailboxes = mailbox;
    *list = (mw_address_list){ address, address, 1, 1 };
    return MW_OK;
}

static mw_status parse_addresses(mw_bytes body, const parse_room *room,
                                 mw_field_kind kind, mw_address_list *list,
                                 mw_error *error)
{
    mw_status status;

    if (kind == MW_FIELD_BCC && body.size == 0)
        return MW_OK;
    if (body.size == 0)
        return mw_fail(error, MW_E_SYNTAX, "no address is given");
    status = mw_address_list_read(room->rules, body, room->arena, list, error);
    if (status != MW_OK || kind != MW_FIELD_MAILBOX_LIST)
        return status;
    for (const mw_address *at = list->first; at != NULL; at = at->next)
        if (at->is_group)
            return mw_fail(error, MW_E_SYNTAX,
                           "\"%.*s\" is a group, and only mailboxes belong "
                           "here",
                           MW_SHOW(at->group_name));
    return MW_OK;
}

static mw_status parse_id(mw_bytes body, const parse_room *room,
                          mw_message_id **ids, mw_error *error)
{
    const mw_status status =
        mw_message_id_parse(body, true, room->arena, ids, error);

    if (status == MW_OK && (*ids)->next != NULL)
        return mw_fail(error, MW_E_SYNTAX, "more than one id is given");
    if (status == MW_OK && !mw_message_id_is_strict((*ids)->text)) {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no id for a new message",
                MW_SHOW((*ids)->text));
        mw_hint(error, "letters, digits and dots: <something@example.org>");
        return MW_E_SYNTAX;
    }
    return status;
}

static mw_status check_encoding(mw_bytes body, mw_error *error)
{
    static const char NAMES[][20] = { "7bit", "8bit", "binary",
                                      "quoted-printable", "base64" };

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (mw_ascii_equal_text(body, NAMES[i]))
            return MW_OK;
    return mw_fail(error, MW_E_SYNTAX, "\"%.*s\" is no transfer encoding",
                   MW_SHOW(body));
}

/* Checks BODY of a field whose value is its text. */
static mw_status check_text(mw_field_kind kind, mw_bytes body,
                            const parse_room *room, mw_error *error)
{
    switch (kind) {
    case MW_FIELD_PHRASES:
        return mw_keywords_check(body, room->arena->allocator, error);
    case MW_FIELD_LIST_ID:
        return mw_list_id_check(body, room->arena->allocator, error);
    case MW_FIELD_URLS:
        return mw_url_list_check(body, error);
    case MW_FIELD_LANGUAGES:
        return mw_language_list_check(body, error);
    case MW_FIELD_ENCODING:
        return check_encoding(body, error);
    default:
        return MW_OK;
    }
}

static mw_status parse_body(mw_bytes body, const parse_room *room,
                            mw_field *field, mw_error *error)
{
    const mw_field_kind kind = field->field_class->kind;
    mw_status status;

    switch (kind) {
    case MW_FIELD_MAILBOX:
        return parse_mailbox(body, room, &field->value.addresses, error);
    case MW_FIELD_MAILBOX_LIST:
    case MW_FIELD_ADDRESS_LIST:
    case MW_FIELD_BCC:
        return parse_addresses(body, room, kind, &field->value.addresses,
                               error);
    case MW_FIELD_DATE:
        return mw_date_parse(body, &field->value.date, error);
    case MW_FIELD_ID:
        return parse_id(body, room, &field->value.ids, error);
    case MW_FIELD_ID_LIST:
        return mw_message_id_parse(body, true, room->arena, &field->value.ids,
                                   error);
    case MW_FIELD_MEDIA_TYPE:
        return mw_media_type_parse(room->rules->cache, body, room->arena,
                                   &field->value.media_type, error);
    case MW_FIELD_DISPOSITION:
    case MW_FIELD_TOKEN:
        return mw_disposition_parse(room->rules->cache, body, room->arena,
                                    &field->value.media_type, error);
    default:
        status = check_text(kind, body, room, error);
        return status == MW_OK ? copy_text(body, room, field, error) : status;
    }
}

static mw_status make_name(mw_bytes name, mw_arena *arena, mw_field *field,
                           mw_error *error)
{
    const char *copy = field->field_class->name;

    if (copy == NULL)
        copy = mw_arena_copy(arena, name, error);
    if (copy == NULL)
        return MW_E_MEMORY;
    field->name = mw_bytes_of(copy);
    return MW_OK;
}

mw_status mw_field_read(const mw_address_rules *rules, mw_bytes name,
                        mw_bytes body, mw_arena *arena, mw_field *field,
                        mw_error *error)
{
    const parse_room room = { rules, arena };
    mw_status status = mw_field_name_check(name, error);
    mw_field made = { .next = NULL };

    if (status != MW_OK)
        return status;
    made.field_class = mw_field_class_of(name);
    status = make_name(name, arena, &made, error);
    if (status != MW_OK)
        return status;
    status = check_body(body, error);
    if (status == MW_OK)
        status = parse_body(mw_ascii_trim(body), &room, &made, error);
    if (status == MW_OK)
        *field = made;
    else if (status != MW_E_MEMORY)
        mw_error_prefix(error, "%.*s", MW_SHOW(made.name));
    return status;
}

mw_status mw_field_parse(mw_converter_cache *cache, mw_bytes name,
                         mw_bytes body, mw_arena *arena, uint64_t most,
                         mw_field *field, mw_error *error)
{
    const mw_address_rules rules = { .cache = cache, .most = most };

    return mw_field_read(&rules, name, body, arena, field, error);
}

static const mw_mailbox *only_mailbox(const mw_field *field)
{
    return field != NULL && field->value.addresses.mailbox_count == 1
               ? field->value.addresses.first->mailboxes
               : NULL;
}

bool mw_field_is_same_mailbox(const mw_field *a, const mw_field *b)
{
    const mw_mailbox *one = only_mailbox(a);
    const mw_mailbox *other = only_mailbox(b);

    return one != NULL && other != NULL &&
           mw_bytes_equal(one->local_part, other->local_part) &&
           mw_ascii_equal(one->domain, other->domain);
}
