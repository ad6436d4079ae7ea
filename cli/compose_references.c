/* SPDX-License-Identifier: MIT */

/*
 * --references: the field stands once, so what several options give is put
 * together first.
 */

#include "config.h"

#include "compose_fields.h"

#include <string.h>

/* Brackets are added to an id without them; a comment is left as it is. */
static mw_status write_ids(const char *ids, mw_sink *out, mw_error *error)
{
    static const char BLANKS[] = " \t";
    const bool plain = strpbrk(ids, "(\"") == NULL;
    mw_status status = MW_OK;

    while (status == MW_OK && *(ids += strspn(ids, BLANKS)) != '\0') {
        const size_t size = strcspn(ids, BLANKS);
        const bool bare = plain && memchr(ids, '<', size) == NULL &&
                          memchr(ids, '>', size) == NULL;

        if (bare)
            status = mw_sink_write(out, "<", 1, error);
        if (status == MW_OK)
            status = mw_sink_write(out, ids, size, error);
        if (status == MW_OK)
            status = mw_sink_write(out, bare ? "> " : " ", bare ? 2 : 1, error);
        ids += size;
    }
    return status;
}

mw_status compose_take_references(void *state, const option_use *use,
                                  mw_error *error)
{
    compose *self = state;
    mw_status status = MW_OK;
    const char *ids;

    if (self->references == NULL)
        status = mw_sink_new_memory(self->context, &self->references, error);
    if (status == MW_OK)
        status = compose_decode_value(self, use, &ids, error);
    return status == MW_OK ? write_ids(ids, self->references, error) : status;
}

mw_status compose_finish_references(compose *state, mw_error *error)
{
    size_t size;
    mw_status status;

    if (state->references == NULL)
        return MW_OK;
    status = mw_sink_write(state->references, "", 1, error);
    if (status != MW_OK)
        return status;
    return mw_message_add_field(state->message, "References",
                                mw_sink_memory(state->references, &size),
                                error);
}
