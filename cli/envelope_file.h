/* SPDX-License-Identifier: MIT */
#ifndef CLI_ENVELOPE_FILE_H
#define CLI_ENVELOPE_FILE_H

#include <mimewright.h>

/*
 * The envelope that `compose --envelope-file` writes: one JSON object,
 * {"from": "...", "to": ["...", ...]}.
 */

/* Is told FROM once, and then each of TO. */
typedef mw_status (*envelope_function)(void *user, int is_from,
                                       const char *address, mw_error *error);

/*
 * Reads the file at PATH and tells TAKE, with USER, what it holds. Fails with
 * MW_E_DATA where it has another form, as input_open, and as TAKE.
 */
mw_status envelope_file_read(mw_context *context, const char *path,
                             envelope_function take, void *user,
                             mw_error *error);

#endif
