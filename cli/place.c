/* SPDX-License-Identifier: MIT */

/*
 * A file that exists is known by its device and inode, through links too; one
 * that does not, by its folder and its name there. Terminals and devices such
 * as /dev/null may be written twice.
 */

#include "config.h"

#include "place.h"

#include "fail.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void take_file(place *found, const struct stat *about)
{
    found->exists = S_ISREG(about->st_mode) || S_ISFIFO(about->st_mode);
    found->device = about->st_dev;
    found->inode = about->st_ino;
}

static void take_folder(place *found, const char *path)
{
    struct stat about;

    if (stat(path, &about) != 0)
        return;
    found->has_folder = true;
    found->folder_device = about.st_dev;
    found->folder_inode = about.st_ino;
}

mw_status place_of_path(const char *path, place *found, mw_error *error)
{
    const char *slash = strrchr(path, '/');
    struct stat about;
    char *folder;

    *found = (place){ .base = slash != NULL ? slash + 1 : path };
    if (stat(path, &about) == 0) {
        take_file(found, &about);
        if (!S_ISREG(about.st_mode))
            return MW_OK;
    }
    if (slash == NULL) {
        take_folder(found, ".");
        return MW_OK;
    }
    folder = strdup(path);
    if (folder == NULL)
        return fail_memory(error);
    folder[found->base - path] = '\0';
    take_folder(found, folder);
    free(folder);
    return MW_OK;
}

void place_of_descriptor(int fd, place *found)
{
    struct stat about;

    *found = (place){ .base = "" };
    if (fstat(fd, &about) == 0)
        take_file(found, &about);
}

bool place_is_same(const place *one, const place *other)
{
    if (one->exists && other->exists && one->device == other->device &&
        one->inode == other->inode)
        return true;
    return one->has_folder && other->has_folder &&
           one->folder_device == other->folder_device &&
           one->folder_inode == other->folder_inode &&
           !strcmp(one->base, other->base);
}
