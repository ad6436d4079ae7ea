/* SPDX-License-Identifier: MIT */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include <mimewright/error.h>

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Which file a name means, whether there is one yet or not, so that two names
 * of one file are known before either is written.
 */
typedef struct place {
    bool exists; /* as something that two writers would spoil */
    dev_t device;
    ino_t inode;
    bool has_folder;
    dev_t folder_device;
    ino_t folder_inode;
    const char *base; /* within the path */
} place;

/* Stores where PATH is; it has to stay while *FOUND is used. */
mw_status place_of_path(const char *path, place *found, mw_error *error);

/* The same for what is open as FD. */
void place_of_descriptor(int fd, place *found);

/* Whether both are one file. */
bool place_is_same(const place *one, const place *other);

#endif
