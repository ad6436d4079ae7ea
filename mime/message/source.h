/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_SOURCE_H
#define MESSAGE_SOURCE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "message/spool.h"

#include <mimewright/source.h>

/*
 * The inside of a source, and reading it.
 *
 * A source is made without I/O, prepared when its message is planned (looked
 * at, or kept where it cannot be read twice), and then read any number of
 * times, by any thread: nothing in it changes after it was prepared.
 */

/*
 * Looks at SOURCE, or reads and keeps it. A second call compares: a file that
 * has changed since the first is MW_E_CHANGED. Fails as the public header
 * says, naming the source.
 */
mw_status mw_source_prepare(mw_source *source, mw_error *error);

/*
 * Makes a source in ARENA that gives what is in SPOOL, and is called as LIKE
 * is; it is prepared. It takes SPOOL over, which mw_source_end then ends.
 * Fails with MW_E_MEMORY; SPOOL is then the caller's still.
 */
mw_status mw_source_of_spool(const mw_source *like, const mw_spool *spool,
                             mw_arena *arena, mw_source **source,
                             mw_error *error);

/* The octets it gives; it was prepared. */
uint64_t mw_source_size(const mw_source *source);

/* What it is called in errors: its path, "standard input", "memory". */
const char *mw_source_name(const mw_source *source);

/* The message it was made for. */
const mw_message *mw_source_message(const mw_source *source);

/* The path it was made of, or NULL where it is no file. */
const char *mw_source_path(const mw_source *source);

/* Ends what SOURCE holds outside its message's arena. */
void mw_source_end(mw_source *source);

/* The chain of the sources of one message. */
mw_source *mw_source_next(const mw_source *source);
void mw_source_set_next(mw_source *source, mw_source *next);

/*
 * One reading of a prepared source, from its start to its end. It takes no
 * memory. A reader that was opened is closed.
 */
typedef struct mw_reader {
    const mw_source *source;
    int descriptor; /* or -1 */
    bool owns_descriptor;
    uint64_t offset;
    bool ended;
} mw_reader;

/* Opens the file again and compares it with what was prepared. */
mw_status mw_reader_open(mw_reader *reader, const mw_source *source,
                         mw_error *error);

/*
 * Reads up to SIZE octets, more than 0, into BUFFER; *GOT of 0 is the end. At
 * the end the source is compared once more, and one octet past it is tried.
 */
mw_status mw_reader_read(mw_reader *reader, uint8_t *buffer, size_t size,
                         size_t *got, mw_error *error);

void mw_reader_close(mw_reader *reader);

/*
 * Reads up to SIZE octets from the front of SOURCE, for a look at it; *GOT is
 * less where it is shorter.
 */
mw_status mw_source_peek(const mw_source *source, uint8_t *buffer, size_t size,
                         size_t *got, mw_error *error);

#endif
