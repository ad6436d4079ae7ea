/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_SOURCE_INSIDE_H
#define MESSAGE_SOURCE_INSIDE_H

#include "message/file_identity.h"
#include "message/source.h"
#include "message/spool.h"

/*
 * The inside of a source, for the files that make, prepare and read one.
 */

/* What a source was made of. */
typedef enum {
    MW_SOURCE_MEMORY,
    MW_SOURCE_FILE,
    MW_SOURCE_DESCRIPTOR,
    MW_SOURCE_CALLBACK,
    MW_SOURCE_CALLBACK_AT
} mw_source_kind;

/* Where its octets are once it was prepared. */
typedef enum {
    MW_STORE_NONE, /* it was not prepared */
    MW_STORE_MEMORY,
    MW_STORE_FILE,       /* opened for each reading */
    MW_STORE_DESCRIPTOR, /* the caller's, a regular file */
    MW_STORE_SPOOL,      /* a file of our own */
    MW_STORE_CALLBACK_AT
} mw_source_store;

struct mw_source {
    mw_message *message;
    mw_source_kind kind;
    mw_source_store store;
    const char *name; /* the path too, where it is a file */
    bool allow_special;
    bool is_spent;   /* it was read in part, and cannot be read again */
    mw_bytes memory; /* MW_STORE_MEMORY */
    int descriptor;  /* of the caller */
    uint64_t start;  /* where reading it starts */
    uint64_t size;   /* known once it was prepared */
    mw_file_identity identity; /* MW_STORE_FILE and _DESCRIPTOR */
    mw_spool spool;
    mw_read_function read;
    mw_read_at_function read_at;
    void *user;
    mw_release_function release;
    mw_source *next;
};

/*
 * Opens the regular file of SOURCE again and gives its *DESCRIPTOR, or fails
 * with MW_E_NO_INPUT or MW_E_CHANGED.
 */
mw_status mw_source_reopen(const mw_source *source, int *descriptor,
                           mw_error *error);

/* Compares the file behind DESCRIPTOR with what was prepared. */
mw_status mw_source_compare(const mw_source *source, int descriptor,
                            mw_error *error);

#endif
