/* SPDX-License-Identifier: MIT */

/*
 * netrc(5) as ftp and curl read it: words with white space between them, in
 * quotation marks where they hold some. A macdef is passed over up to the
 * empty line behind it.
 */

#include "config.h"

#include "netrc.h"

#include "fail.h"
#include "private_memory.h"
#include "server_url.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { WORD_ROOM = 1024 };

/* What an entry says so far. */
typedef struct entry {
    bool host;
    bool user;
    char password[WORD_ROOM];
} entry;

/* A search, in private memory: each word may be a password. */
typedef struct scratch {
    entry found;
    char word[WORD_ROOM];
} scratch;

static bool is_space(char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\n' || octet == '\r';
}

/* Takes the next word from *TEXT; false at the end. What is too long is cut. */
static bool next_word(const char **text, char word[WORD_ROOM])
{
    const char *at = *text;
    size_t size = 0;
    bool quoted;

    while (is_space(*at))
        at++;
    quoted = *at == '"';
    at += quoted;
    if (*at == '\0')
        return false;
    while (*at != '\0' && (quoted ? *at != '"' : !is_space(*at))) {
        if (quoted && *at == '\\' && at[1] != '\0')
            at++;
        if (size < WORD_ROOM - 1)
            word[size++] = *at;
        at++;
    }
    word[size] = '\0';
    *text = at + (quoted && *at == '"');
    return true;
}

static void skip_macro(const char **text)
{
    const char *end = strstr(*text, "\n\n");

    *text = end != NULL ? end + 2 : *text + strlen(*text);
}

static bool is_whole(const entry *found)
{
    return found->host && found->user && found->password[0] != '\0';
}

/* Goes through TEXT; an entry without a login is for any. */
static bool search(const char *text, const char *host, const char *user,
                   scratch *room)
{
    entry *found = &room->found;
    char *word = room->word;

    while (!is_whole(found) && next_word(&text, word)) {
        if (!strcmp(word, "machine") || !strcmp(word, "default")) {
            const bool named = word[0] == 'm';

            found->password[0] = '\0';
            found->user = true;
            found->host =
                !named || (next_word(&text, word) && !strcmp(word, host));
        } else if (!strcmp(word, "login")) {
            found->user = next_word(&text, word) && !strcmp(word, user);
        } else if (!strcmp(word, "password") && next_word(&text, word)) {
            memcpy(found->password, word, WORD_ROOM);
            /* The login may still follow. */
            const char *ahead = text;

            if (next_word(&ahead, word) && !strcmp(word, "login"))
                found->user = next_word(&ahead, word) && !strcmp(word, user);
        } else if (!strcmp(word, "macdef")) {
            skip_macro(&text);
        }
    }
    return is_whole(found);
}

/* Stores the host of the URL SERVER, in HOST with room for SIZE octets. */
static void host_of(const char *server, char *host, size_t size)
{
    const char *start;
    int length = (int)server_url_host(server, &start);

    if (length > 0 && *start == '[') {
        start++;
        length--;
    }
    (void)snprintf(host, size, "%.*s", length, start);
}

static mw_status check_mode(const char *path, mw_error *error)
{
    struct stat about;

    if (stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
        (about.st_mode & S_IROTH) != 0) {
        fail(error, MW_E_DATA, "%.200s: everybody can read it", path);
        fail_hint(error, "chmod o-rwx %.200s", path);
        return MW_E_DATA;
    }
    return MW_OK;
}

/* Leaves of GOT, a whole netrc, the password. */
static mw_status pick(secret *got, const char *path, const char *host,
                      const char *user, mw_error *error)
{
    scratch *room = private_memory_new(sizeof *room);
    mw_status status = MW_OK;

    if (room == NULL)
        return fail_memory(error);
    if (search(got->text, host, user, room)) {
        secret_wipe(got);
        got->size = strlen(room->found.password);
        memcpy(got->text, room->found.password, got->size);
    } else {
        status = fail(error, MW_E_DATA,
                      "--netrc: %.100s: no password of %.100s at %.100s", path,
                      user, host);
    }
    private_memory_free(room, sizeof *room);
    return status;
}

mw_status netrc_find(secret *got, const char *path, const char *server,
                     const char *user, mw_error *error)
{
    const char *home = getenv("HOME");
    char usual[1024];
    char host[300];
    mw_status status;

    if (path[0] == '\0') {
        (void)snprintf(usual, sizeof usual, "%s/.netrc",
                       home != NULL ? home : "");
        path = usual;
    }
    host_of(server, host, sizeof host);
    status = check_mode(path, error);
    if (status == MW_OK)
        status = secret_from_file(got, "--netrc", path, error);
    return status == MW_OK ? pick(got, path, host, user, error) : status;
}
