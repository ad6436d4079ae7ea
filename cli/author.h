/* SPDX-License-Identifier: MIT */
#ifndef CLI_AUTHOR_H
#define CLI_AUTHOR_H

#include <mimewright.h>

/*
 * Stores in *ADDRESS, which the caller frees, who the message in SOURCE says
 * that it is from: the first address of the Resent-From of its newest block of
 * Resent- fields, else of its From; "" where neither names one that can be
 * read. Of SOURCE only the header is read, but what cannot be read twice is
 * kept whole. Fails as mw_sink_write_source, with MW_E_LIMIT and MW_E_MEMORY.
 */
mw_status author_read(mw_context *context, mw_source *source, char **address,
                      mw_error *error);

#endif
