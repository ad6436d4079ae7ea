/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_DESCRIPTOR_H
#define MESSAGE_DESCRIPTOR_H

#include "base/bytes.h"
#include "base/error.h"

#include <sys/stat.h>

/*
 * Reading and writing descriptors without the surprises: signals do not
 * interrupt, descriptors that do not block are waited for, and errors come
 * with a name. NAME says in them what the descriptor is.
 */

/* Reads up to SIZE octets; *GOT of 0 is the end. Fails with MW_E_READ. */
mw_status mw_descriptor_read(int descriptor, const char *name, uint8_t *buffer,
                             size_t size, size_t *got, mw_error *error);

/* The same from OFFSET on, without moving the descriptor's own offset. */
mw_status mw_descriptor_read_at(int descriptor, const char *name,
                                uint64_t offset, uint8_t *buffer, size_t size,
                                size_t *got, mw_error *error);

/* Writes all SIZE octets at BYTES. Fails with MW_E_WRITE. */
mw_status mw_descriptor_write(int descriptor, const char *name,
                              const void *bytes, size_t size, mw_error *error);

/*
 * Has the disk keep what was written to DESCRIPTOR. Some file systems cannot,
 * which is no failure of the writing. Fails with MW_E_WRITE.
 */
mw_status mw_descriptor_flush(int descriptor, const char *name,
                              mw_error *error);

/* Closes *DESCRIPTOR, which is -1 then. Fails with MW_E_WRITE. */
mw_status mw_descriptor_close(int *descriptor, const char *name,
                              mw_error *error);

/*
 * Has the disk keep the names in the folder at PATH. Where that fails, they
 * are there all the same.
 */
void mw_descriptor_flush_folder(const char *path);

/*
 * Opens PATH as open(2) does, not for programs that are executed, and not
 * interrupted: the descriptor, or -1 and errno.
 */
int mw_descriptor_open(const char *path, int flags, mode_t mode);

#endif
