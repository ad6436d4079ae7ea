/* SPDX-License-Identifier: MIT */
#ifndef PLAN_EMBEDDED_CHANGES_H
#define PLAN_EMBEDDED_CHANGES_H

#include "base/buffer.h"
#include "codec/transfer_encoding.h"

#include <mimewright/scan.h>

/*
 * What has to become of the parts of an embedded message, for a transport
 * that cannot carry it as it is.
 */

/* What becomes of one part. */
typedef struct mw_embedded_change {
    mw_encoding encoding; /* the new label; MW_ENCODING_AUTO: nothing changes */
    bool add_version;     /* it is a message without MIME-Version */
    bool add_type;        /* it has octets over 127, and no Content-Type */
    bool is_utf8;         /* these are UTF-8 */
} mw_embedded_change;

typedef struct mw_embedded_changes {
    mw_transport transport;
    mw_buffer changes; /* of mw_embedded_change, by the number of the part */
    mw_buffer facts;   /* of the parts that began and have not ended */
} mw_embedded_changes;

void mw_embedded_changes_init(mw_embedded_changes *changes,
                              const mw_allocator *allocator,
                              mw_transport transport);
void mw_embedded_changes_free(mw_embedded_changes *changes);

/*
 * Takes note of EVENT; of a message all, in order. USER is the
 * mw_embedded_changes. Fails with MW_E_DATA, naming the line, where what the
 * transport cannot carry cannot be encoded where it stands: in a header, in a
 * signed part, around the parts of a multipart.
 */
mw_status mw_embedded_changes_add(void *user, const mw_scan_event *event,
                                  mw_error *error);

/*
 * What becomes of the part of EVENT; everything was added. A part that was
 * not there then, since the source has changed, stays as it is.
 */
const mw_embedded_change *mw_embedded_changes_find(
    const mw_embedded_changes *changes, const mw_scan_event *event);

/* Whether content in ENCODING was encoded: quoted-printable and base64. */
bool mw_embedded_is_encoded(mw_encoding encoding);

#endif
