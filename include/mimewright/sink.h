/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_SINK_H
#define MIMEWRIGHT_SINK_H

/*
 * Where a message goes.
 *
 * A sink takes octets in order, then is finished, then freed. What was
 * written counts only after mw_sink_finish gave MW_OK; a sink that is freed
 * without it leaves nothing behind where that can be helped. After a failure
 * a sink takes nothing more.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_sink mw_sink;
typedef struct mw_source mw_source;

/* Takes SIZE octets at BYTES, all of them, or fails. SIZE is never 0. */
typedef mw_status (*mw_write_function)(void *user, const void *bytes,
                                       size_t size, mw_error *error);

/* Called once when all was written: flushes, and fails if that fails. */
typedef mw_status (*mw_finish_function)(void *user, mw_error *error);

/*
 * A sink of the caller's. FINISH may be NULL. RELEASE, which may be NULL, is
 * called with USER when the sink is freed (not when this fails).
 */
mw_status mw_sink_new(mw_context *context, mw_write_function write,
                      mw_finish_function finish, void *user,
                      mw_release_function release, mw_sink **sink,
                      mw_error *error);

/*
 * Writes to the open descriptor FD, which stays the caller's. NAME says in
 * errors what it is, such as "standard output"; it is copied. A closed pipe
 * is MW_E_WRITE if the caller ignores SIGPIPE.
 */
mw_status mw_sink_new_descriptor(mw_context *context, int fd, const char *name,
                                 mw_sink **sink, mw_error *error);

/*
 * Makes the file at PATH, whole or not at all: octets go to a temporary file
 * in the same folder, and mw_sink_finish puts it in place, with the mode of
 * the file it replaces, else by the umask. A link is replaced, not followed.
 * A device, a FIFO, or a link to one is written in place. Fails with
 * MW_E_CREATE where the file cannot be made.
 */
mw_status mw_sink_new_file(mw_context *context, const char *path,
                           mw_sink **sink, mw_error *error);

/*
 * Files a message in the Maildir at PATH. It is written to PATH/tmp under a
 * unique name, and mw_sink_finish brings it to the disk and links it to
 * PATH/new: who reads the Maildir sees it whole or not at all. PATH and the
 * folders in it are made where they are missing, their modes and the
 * message's by the umask. Line ends become LF, so a message with binary parts
 * does not belong here. Fails with MW_E_CREATE and MW_E_WRITE.
 */
mw_status mw_sink_new_maildir(mw_context *context, const char *path,
                              mw_sink **sink, mw_error *error);

/*
 * Appends a message to the mbox at PATH (RFC 4155), which is made where it is
 * missing: a line "From SENDER DATE", SENDER being the envelope's ("" for the
 * null path) and DATE the context's in UTC; the message with LF at its line
 * ends and ">" before lines of it that are "From " behind any number of ">"
 * (mboxrd); an empty line. A message with binary parts does not belong here.
 *
 * What is written is kept aside; mw_sink_finish locks the mbox by PATH.lock
 * and by fcntl, waits WAIT seconds at most for others that have it locked,
 * appends, brings it to the disk, and unlocks. If that fails, the mbox is cut
 * back to what it was. A process that is killed while it appends leaves the
 * start of a message and PATH.lock, by which the next mw_sink_finish cuts it
 * off. Locks that nobody holds are removed: at once those of processes of
 * this machine that have ended, if mimewright made them, others after five
 * minutes.
 *
 * Fails with MW_E_CREATE where the mbox or PATH.lock cannot be made, or the
 * mbox is no regular file with a single name (a link is not followed);
 * MW_E_UNAVAILABLE where others have it locked for longer than WAIT; and
 * MW_E_WRITE.
 */
mw_status mw_sink_new_mbox(mw_context *context, const char *path,
                           const char *sender, unsigned wait, mw_sink **sink,
                           mw_error *error);

/*
 * The path of the temporary file that SINK, made by mw_sink_new_file or
 * mw_sink_new_maildir, writes, or NULL where it writes none. It is for programs
 * that a signal may end: a handler can unlink a copy of it. It is valid until
 * SINK is finished or freed; then there is no such file.
 */
const char *mw_sink_temporary(const mw_sink *sink);

/* Keeps what is written in memory. */
mw_status mw_sink_new_memory(mw_context *context, mw_sink **sink,
                             mw_error *error);

/*
 * Gives what SINK, made by mw_sink_new_memory, holds, and its SIZE; valid
 * until the sink is written to or freed.
 */
const void *mw_sink_memory(const mw_sink *sink, size_t *size);

/*
 * How octets are shown by the sinks below, and how text is.
 */
typedef enum mw_format {
    MW_FORMAT_BASE64 = 0,           /* RFC 2045, section 6.8 */
    MW_FORMAT_BASE64URL = 1,        /* RFC 4648, section 5, no padding */
    MW_FORMAT_QUOTED_PRINTABLE = 2, /* RFC 2045, section 6.7, of text */
    MW_FORMAT_HEADER = 3,           /* RFC 2047, an unstructured field body */
    MW_FORMAT_PARAMETER = 4,        /* RFC 2231, NAME=VALUE */
    MW_FORMAT_XTEXT = 5,            /* RFC 3461, section 4 */
    MW_FORMAT_FLOWED = 6,           /* RFC 3676, of text, without DelSp */
    MW_FORMAT_FLOWED_DELSP = 7      /* the same with DelSp=yes */
} mw_format;

/*
 * Encodes what is written by FORMAT and writes that to NEXT, which stays the
 * caller's and is not finished with this sink. LINE_LENGTH is the length of
 * its lines without the line end, or 0 for one line; it is rounded down to a
 * whole quantum. Header and parameter fold at 78 whatever LINE_LENGTH is, and
 * at nothing where it is 0. Lines end in LINE_END, which is "\n" or "\r\n";
 * one line of all has no end. Quoted-printable takes LF and CRLF for line
 * ends. Text for header and parameter is UTF-8. It and xtext are kept to the
 * end, up to MW_LIMIT_FIELD_SIZE, and one final line end is dropped.
 */
mw_status mw_sink_new_encoder(mw_context *context, mw_format format,
                              size_t line_length, const char *line_end,
                              mw_sink *next, mw_sink **sink, mw_error *error);

/*
 * The way back. Input that is not in FORMAT is MW_E_DATA, naming the line:
 * nothing is skipped but line ends, and white space at line ends. Line ends of
 * quoted-printable become LF. Parameters become lines of "name=value"; a
 * value before the first of them is passed over.
 */
mw_status mw_sink_new_decoder(mw_context *context, mw_format format,
                              mw_sink *next, mw_sink **sink, mw_error *error);

/* Writes SIZE octets at BYTES. SIZE may be 0. */
mw_status mw_sink_write(mw_sink *sink, const void *bytes, size_t size,
                        mw_error *error);

/*
 * Writes all that SOURCE gives. The first time SOURCE is looked at, and kept
 * where it cannot be read twice; after that it has to be what it was:
 * MW_E_CHANGED. Fails with MW_E_NO_INPUT and MW_E_READ, too; after any
 * failure SINK is of no use.
 */
mw_status mw_sink_write_source(mw_sink *sink, mw_source *source,
                               mw_error *error);

/* Ends what is written. To be called once, after the last write. */
mw_status mw_sink_finish(mw_sink *sink, mw_error *error);

/* Ends SINK, which may be NULL. */
void mw_sink_free(mw_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
