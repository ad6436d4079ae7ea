/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_SOURCE_H
#define MIMEWRIGHT_SOURCE_H

/*
 * Where the content of a part comes from.
 *
 * A source belongs to the message it was made for and ends with it. It can
 * be read again and again until then: what cannot be (a pipe, a callback) is
 * kept when the message is first planned, in memory up to MW_LIMIT_SPOOL and
 * then in a file without a name in $TMPDIR, else /var/tmp.
 *
 * Making a source does no I/O. A file is looked at when the message is
 * planned and opened again when it is written; a plan whose sources have
 * changed meanwhile (other device, inode, size or times, or one octet more
 * or less) fails with MW_E_CHANGED.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_message mw_message;
typedef struct mw_source mw_source;

/*
 * Reads up to SIZE octets into BUFFER and stores their number in *GOT; 0 is
 * the end. A failure is told in ERROR and ends the plan with it.
 */
typedef mw_status (*mw_read_function)(void *user, void *buffer, size_t size,
                                      size_t *got, mw_error *error);

/* The same from OFFSET on, which may be any; several threads may call it. */
typedef mw_status (*mw_read_at_function)(void *user, uint64_t offset,
                                         void *buffer, size_t size, size_t *got,
                                         mw_error *error);

/* A source of SIZE octets at BYTES, which are copied. */
mw_status mw_source_new_memory(mw_message *message, const void *bytes,
                               size_t size, mw_source **source,
                               mw_error *error);

/*
 * The same without a copy: BYTES stay the caller's, must not change, and
 * RELEASE is called with USER when the message ends (not when this fails).
 */
mw_status mw_source_borrow_memory(mw_message *message, const void *bytes,
                                  size_t size, void *user,
                                  mw_release_function release,
                                  mw_source **source, mw_error *error);

/*
 * The file at PATH, a NUL-terminated name as the system takes it, in
 * whatever octets. Only a regular file (or a link to one) will do, unless
 * mw_source_allow_special says otherwise.
 */
mw_status mw_source_new_file(mw_message *message, const char *path,
                             mw_source **source, mw_error *error);

/*
 * What the open descriptor FD gives from where it stands to its end. FD
 * stays the caller's and must stay open until the message ends. NAME says in
 * errors what it is, such as "standard input"; it is copied.
 */
mw_status mw_source_new_descriptor(mw_message *message, int fd,
                                   const char *name, mw_source **source,
                                   mw_error *error);

/* What READ gives, from its first call to its end. RELEASE as above. */
mw_status mw_source_new_callback(mw_message *message, mw_read_function read,
                                 void *user, mw_release_function release,
                                 mw_source **source, mw_error *error);

/*
 * SIZE octets that READ_AT gives at any offset, so that nothing has to be
 * kept. A read that ends early, or gives anything past SIZE, is
 * MW_E_CHANGED.
 */
mw_status mw_source_new_callback_at(mw_message *message, uint64_t size,
                                    mw_read_at_function read_at, void *user,
                                    mw_release_function release,
                                    mw_source **source, mw_error *error);

/*
 * Says what SOURCE, which is no file, is called in errors, such as "the text
 * of -m". NAME is copied.
 */
mw_status mw_source_set_name(mw_source *source, const char *name,
                             mw_error *error);

/*
 * Lets SOURCE, a file, be a FIFO or a device too, which is read to its end
 * and kept. A FIFO is waited for until somebody writes to it.
 */
void mw_source_allow_special(mw_source *source);

#ifdef __cplusplus
}
#endif

#endif
