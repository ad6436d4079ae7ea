/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TYPE_DETECT_H
#define PLAN_TYPE_DETECT_H

#include "base/arena.h"
#include "message/context.h"
#include "message/source.h"

/*
 * The media type of an attachment for which none was given.
 *
 * The name decides where the first 4 KiB agree with it; then a signature that
 * only one type has; then libmagic, unless the context forbids it; then
 * whether they are text at all. What is left is application/octet-stream.
 * multipart/ and message/ are never detected: a file is attached as a file.
 *
 * A text/ type says what charset it is in, since readers take one without for
 * ASCII. So it is read to its end, where that is text: a label from its front
 * alone would be wrong for every file whose first umlaut comes late. A text
 * that is not UTF-8 throughout is application/octet-stream: its name still
 * opens it, and nobody shows it in the wrong charset. Other types are not
 * read beyond their front.
 */
typedef struct mw_detected_type {
    const char *type;    /* such as "image/png" */
    const char *charset; /* of text/: "us-ascii" or "utf-8"; else NULL */
    const char *reason;  /* such as "by its name" */
} mw_detected_type;

/*
 * Detects the type of SOURCE, which was prepared. FILENAME may be empty. The
 * strings live as long as ARENA. Fails as reading does, and with MW_E_MEMORY.
 */
mw_status mw_type_detect(mw_context *context, const mw_source *source,
                         mw_bytes filename, mw_arena *arena,
                         mw_detected_type *detected, mw_error *error);

#endif
