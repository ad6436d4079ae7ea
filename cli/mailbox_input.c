/* SPDX-License-Identifier: MIT */

/*
 * The messages of a Maildir are its files in new and cur; their names begin
 * with the second in which they came, which is their order. One with the flag
 * T is in the trash, and is left out with a word.
 */

#include "config.h"

#include "mailbox_input.h"

#include "fail.h"
#include "mailbox.h"
#include "mbox_input.h"
#include "print.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    char **paths;
    size_t count, room;
} path_list;

static void end_paths(path_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
}

static mw_status add_path(path_list *list, const char *folder, const char *name,
                          mw_error *error)
{
    const size_t size = strlen(folder) + strlen(name) + 2;

    if (list->count == list->room) {
        const size_t room = list->room * 2 + 16;
        char **paths = realloc(list->paths, room * sizeof *paths);

        if (paths == NULL)
            return fail_memory(error);
        list->paths = paths;
        list->room = room;
    }
    list->paths[list->count] = malloc(size);
    if (list->paths[list->count] == NULL)
        return fail_memory(error);
    (void)snprintf(list->paths[list->count++], size, "%s/%s", folder, name);
    return MW_OK;
}

static const char *name_of(const char *path)
{
    return strrchr(path, '/') + 1;
}

/* Seconds of any number of digits, then whatever is behind them. */
static int compare(const void *one, const void *other)
{
    const char *a = name_of(*(char *const *)one);
    const char *b = name_of(*(char *const *)other);
    const size_t digits = strspn(a, "0123456789");
    const size_t other_digits = strspn(b, "0123456789");

    if (digits != other_digits)
        return digits < other_digits ? -1 : 1;
    return strcmp(a, b);
}

/* The flags of a name stand behind ":2,". */
static bool is_in_trash(const char *name)
{
    const char *flags = strrchr(name, ':');

    return flags != NULL && !strncmp(flags, ":2,", 3) &&
           strchr(flags, 'T') != NULL;
}

static mw_status list_folder(path_list *list, const char *folder,
                             mw_error *error)
{
    mw_status status = MW_OK;
    const struct dirent *entry;
    DIR *names = opendir(folder);

    if (names == NULL)
        return fail_errno(error, MW_E_NO_INPUT, folder);
    while (status == MW_OK && (entry = readdir(names)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        status = add_path(list, folder, entry->d_name, error);
        if (status == MW_OK && is_in_trash(entry->d_name)) {
            print_note("left out, as it is in the trash",
                       list->paths[--list->count]);
            free(list->paths[list->count]);
        }
    }
    (void)closedir(names);
    return status;
}

static mw_status list_maildir(path_list *list, const char *path,
                              mw_error *error)
{
    static const char *const FOLDERS[] = { "new", "cur" };
    const size_t size = strlen(path) + sizeof "/new";
    char *folder = malloc(size);
    mw_status status = MW_OK;

    if (folder == NULL)
        return fail_memory(error);
    for (size_t i = 0; status == MW_OK && i < 2; i++) {
        (void)snprintf(folder, size, "%s/%s", path, FOLDERS[i]);
        status = list_folder(list, folder, error);
    }
    free(folder);
    if (list->count > 1)
        qsort(list->paths, list->count, sizeof *list->paths, compare);
    return status;
}

static mw_status read_maildir(mw_message *holder, const char *path,
                              mailbox_message_function take, void *user,
                              mw_error *error)
{
    path_list list = { .count = 0 };
    mw_status status = list_maildir(&list, path, error);

    for (size_t i = 0; status == MW_OK && i < list.count; i++) {
        mw_source *source;

        status = mw_source_new_file(holder, list.paths[i], &source, error);
        if (status == MW_OK)
            status = take(user, source, list.paths[i], error);
    }
    end_paths(&list);
    return status;
}

mw_status mailbox_read(mw_message *holder, const char *name,
                       mailbox_message_function take, void *user,
                       mw_error *error)
{
    if (mailbox_is_mbox(name))
        return mbox_read(holder, mailbox_path(name), take, user, error);
    return read_maildir(holder, mailbox_path(name), take, user, error);
}

/* Whether the directory PATH has one that is called NAME. */
static bool has_folder(const char *path, const char *name)
{
    const size_t size = strlen(path) + strlen(name) + 2;
    char *folder = malloc(size);
    struct stat about;
    bool is_there;

    if (folder == NULL)
        return false;
    (void)snprintf(folder, size, "%s/%s", path, name);
    is_there = stat(folder, &about) == 0 && S_ISDIR(about.st_mode);
    free(folder);
    return is_there;
}

void mailbox_advise(const char *path, mw_error *error)
{
    if (has_folder(path, "cur") && has_folder(path, "new") &&
        has_folder(path, "tmp"))
        fail_hint(error, "maildir:%.200s sends each message in it", path);
}
