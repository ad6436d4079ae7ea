/* SPDX-License-Identifier: MIT */

/*
 * Left sides are random or hashed, right sides the domain of From: neither
 * the machine nor the user shows in an id (RFC 2392, section 3).
 */

#include "plan/identity.h"

#include "base/hash.h"

static const uint8_t SEED_KEY[16] = "mimewright seed";

void mw_identity_text(const mw_identity *identity, const char *purpose,
                      uint64_t number, char text[MW_IDENTITY_TEXT + 1])
{
    static const char DIGITS[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    uint8_t digest[16];
    uint64_t halves[2] = { 0, 0 };
    mw_hash hash;

    mw_hash_init(&hash, identity->key);
    mw_hash_add(&hash, mw_bytes_of(purpose));
    mw_hash_add_number(&hash, number);
    mw_hash_end(&hash, digest);
    for (size_t i = 0; i < 16; i++)
        halves[i / 8] = halves[i / 8] << 8 | digest[i];
    for (size_t i = 0; i < MW_IDENTITY_TEXT; i++) {
        text[i] = DIGITS[halves[i & 1] % 36];
        halves[i & 1] /= 36;
    }
    text[MW_IDENTITY_TEXT] = '\0';
}

/* The key from the seed, the header and the sizes, not from any content. */
static void hash_seed(const mw_message *message, mw_bytes header,
                      uint8_t key[16])
{
    mw_hash hash;

    mw_hash_init(&hash, SEED_KEY);
    mw_hash_add(&hash, mw_bytes_of(message->seed));
    mw_hash_add_number(&hash, header.size);
    mw_hash_add(&hash, header);
    for (const mw_source *source = message->sources; source != NULL;
         source = mw_source_next(source))
        mw_hash_add_number(&hash, mw_source_size(source));
    mw_hash_end(&hash, key);
}

/* The mailbox whose domain ids take: the first of From. */
static const mw_mailbox *author(const mw_message *message)
{
    const mw_field *from = mw_message_field(message, "From");

    return from == NULL || from->value.addresses.first == NULL
               ? NULL
               : from->value.addresses.first->mailboxes;
}

/* The domain of From in A-labels: ids stay ASCII in any style. */
static mw_status find_right_side(mw_message *message, mw_error *error)
{
    const mw_mailbox *from = author(message);
    mw_mailbox stand_in = { .local_part = mw_bytes_of("x") };
    mw_buffer text;
    mw_status status;

    if (from == NULL)
        return mw_fail(error, MW_E_USAGE, "From: is missing");
    stand_in.domain = from->domain;
    mw_buffer_init(&text, &message->context->allocator, 0);
    status = mw_mailbox_addr_spec(&stand_in, false, &text, error);
    if (status == MW_OK) {
        char *copy = mw_arena_copy(
            &message->arena, mw_bytes_of(mw_buffer_text(&text) + 2), error);

        message->identity.id_right = copy;
        if (copy == NULL)
            status = MW_E_MEMORY;
    } else {
        mw_error_prefix(error, "From");
    }
    mw_buffer_free(&text);
    return status;
}

static mw_status draw_date(mw_message *message, mw_error *error)
{
    mw_context *context = message->context;
    int64_t seconds = 0;
    int utc_offset = 0;
    mw_status status;

    if (mw_message_field(message, "Date") != NULL)
        return MW_OK;
    status = context->clock(context->clock_user, &seconds, &utc_offset, error);
    if (status != MW_OK)
        return status;
    if (utc_offset < -5999 || utc_offset > 5999)
        return mw_fail(error, MW_E_RANGE, "Date: utc offset of %d minutes",
                       utc_offset);
    message->identity.date = (mw_date){ seconds, (int16_t)utc_offset };
    return MW_OK;
}

static mw_status draw_message_id(mw_message *message, mw_error *error)
{
    mw_identity *identity = &message->identity;
    char left[MW_IDENTITY_TEXT + 1];
    mw_buffer text;
    mw_status status;

    mw_identity_text(identity, "message", 0, left);
    mw_buffer_init(&text, &message->context->allocator, 0);
    status =
        mw_buffer_printf(&text, error, "<%s@%s>", left, identity->id_right);
    if (status == MW_OK) {
        identity->message_id =
            mw_arena_copy(&message->arena, mw_buffer_bytes(&text), error);
        if (identity->message_id == NULL)
            status = MW_E_MEMORY;
    }
    mw_buffer_free(&text);
    return status;
}

mw_status mw_identity_draw_ahead(mw_message *message, uint64_t size,
                                 mw_identity *identity, mw_error *error)
{
    mw_context *context = message->context;
    mw_hash hash;
    mw_status status = find_right_side(message, error);

    if (status != MW_OK)
        return status;
    *identity = message->identity;
    if (message->identity.drawn)
        return MW_OK;
    if (message->seed == NULL)
        return context->random(context->random_user, identity->key,
                               sizeof identity->key, error);
    mw_hash_init(&hash, SEED_KEY);
    mw_hash_add(&hash, mw_bytes_of(message->seed));
    mw_hash_add_number(&hash, size);
    mw_hash_end(&hash, identity->key);
    return MW_OK;
}

mw_status mw_identity_draw(mw_plan *plan, mw_bytes header, mw_error *error)
{
    mw_message *message = plan->message;
    mw_context *context = plan->context;
    mw_identity *identity = &message->identity;
    mw_status status;

    if (identity->drawn)
        return MW_OK;
    status = find_right_side(message, error);
    if (status == MW_OK && message->seed != NULL)
        hash_seed(message, header, identity->key);
    else if (status == MW_OK)
        status = context->random(context->random_user, identity->key,
                                 sizeof identity->key, error);
    if (status == MW_OK)
        status = draw_date(message, error);
    if (status == MW_OK)
        status = draw_message_id(message, error);
    identity->drawn = status == MW_OK;
    return status;
}
