/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_FIELD_OCTETS_H
#define MESSAGE_FIELD_OCTETS_H

#include "base/bytes.h"

/*
 * A field as it stands in a header. NAME is without the white space that
 * obsolete forms have before the colon; BODY is all that is behind it, line
 * ends too.
 */
typedef struct mw_field_octets {
    mw_bytes name, body;
} mw_field_octets;

/* Takes FIELD apart. Without a colon it is all name. */
static inline mw_field_octets mw_field_octets_of(mw_bytes field)
{
    const uint8_t *colon =
        field.size == 0 ? NULL : memchr(field.data, ':', field.size);
    mw_field_octets parts = { field, { field.data, 0 } };

    if (colon != NULL) {
        parts.name.size = (size_t)(colon - field.data);
        parts.body = field;
        mw_bytes_skip(&parts.body, parts.name.size + 1);
    }
    while (parts.name.size > 0 &&
           (parts.name.data[parts.name.size - 1] == ' ' ||
            parts.name.data[parts.name.size - 1] == '\t'))
        parts.name.size--;
    return parts;
}

#endif
