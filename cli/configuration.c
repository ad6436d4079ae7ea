/* SPDX-License-Identifier: MIT */

/*
 * Files are read whole and their lines cut where they are, so that values
 * are pointers into them. Each file is gone through once for each section
 * that counts; what was said before a pass is not said again by it.
 */

#include "config.h"

#include "configuration.h"

#include "fail.h"
#include "input.h"
#include "nearest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEM_FILE "/etc/mimewright/config"

enum { FILE_LIMIT = 1 << 20, FILE_COUNT = 2 };

struct configuration_text {
    configuration_text *next;
    char text[];
};

/* One file; TEXT is NULL where there is none. */
typedef struct config_file {
    char path[1024];
    char *text;
    size_t size;
    bool is_public; /* everybody can read it */
} config_file;

/* One line, cut into its pieces. */
typedef struct config_line {
    const char *section; /* the name within brackets, or NULL */
    const char *key;     /* or NULL */
    const char *value;
} config_line;

static char *keep(configuration *self, size_t size)
{
    configuration_text *node = malloc(sizeof *node + size);

    if (node == NULL)
        return NULL;
    node->next = self->texts;
    self->texts = node;
    return node->text;
}

void configuration_end(configuration *self)
{
    while (self->texts != NULL) {
        configuration_text *next = self->texts->next;

        free(self->texts);
        self->texts = next;
    }
}

static mw_status read_file(configuration *self, config_file *file, int fd,
                           mw_error *error)
{
    struct stat about;
    size_t got = 1;
    mw_status status = MW_OK;

    if (fstat(fd, &about) != 0)
        return fail_errno(error, MW_E_NO_INPUT, file->path);
    file->is_public = (about.st_mode & S_IROTH) != 0;
    file->text = keep(self, FILE_LIMIT + 1);
    if (file->text == NULL)
        return fail_memory(error);
    while (status == MW_OK && got > 0 && file->size < FILE_LIMIT) {
        status = input_read(fd, file->path, file->text + file->size,
                            FILE_LIMIT - file->size, &got, error);
        if (status == MW_OK)
            file->size += got;
    }
    if (status != MW_OK)
        return status;
    file->text[file->size] = '\0';
    if (file->size == FILE_LIMIT || strlen(file->text) != file->size)
        return fail(error, MW_E_DATA, "%.200s: is no configuration",
                    file->path);
    return MW_OK;
}

/* A file that was NAMED has to be there. */
static mw_status open_file(configuration *self, config_file *file, bool named,
                           mw_error *error)
{
    const int fd =
        file->path[0] != '\0' ? open(file->path, O_RDONLY | O_CLOEXEC) : -1;
    mw_status status;

    if (fd < 0 && !named && (file->path[0] == '\0' || errno == ENOENT))
        return MW_OK;
    if (fd < 0)
        return fail_errno(error, MW_E_NO_INPUT, file->path);
    status = read_file(self, file, fd, error);
    (void)close(fd);
    return status;
}

static void set_user_path(char *path, size_t size)
{
    const char *folder = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");

    if (folder != NULL && folder[0] == '/')
        (void)snprintf(path, size, "%s/mimewright/config", folder);
    else if (home != NULL && home[0] == '/')
        (void)snprintf(path, size, "%s/.config/mimewright/config", home);
}

/* The files, the one that counts more first. */
static mw_status open_files(configuration *self, const char *named,
                            config_file files[FILE_COUNT], mw_error *error)
{
    mw_status status;

    if (named != NULL) {
        (void)snprintf(files[0].path, sizeof files[0].path, "%s", named);
        return open_file(self, &files[0], true, error);
    }
    set_user_path(files[0].path, sizeof files[0].path);
    (void)snprintf(files[1].path, sizeof files[1].path, SYSTEM_FILE);
    status = open_file(self, &files[0], false, error);
    return status == MW_OK ? open_file(self, &files[1], false, error) : status;
}

static bool is_blank(char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r';
}

/* Ends TEXT before the white space at its end, and gives its start. */
static char *trim(char *text)
{
    size_t size;

    while (is_blank(*text))
        text++;
    size = strlen(text);
    while (size > 0 && is_blank(text[size - 1]))
        size--;
    text[size] = '\0';
    return text;
}

/* Cuts TEXT, a line, into LINE; false where it has no form. */
static bool cut_line(char *text, config_line *line)
{
    char *equals;
    size_t size;

    *line = (config_line){ NULL, NULL, NULL };
    text = trim(text);
    size = strlen(text);
    if (size == 0 || *text == '#')
        return true;
    if (*text == '[' && text[size - 1] == ']') {
        text[size - 1] = '\0';
        line->section = trim(text + 1);
        return !strcmp(line->section, "default") ||
               !strncmp(line->section, "account ", 8);
    }
    equals = strchr(text, '=');
    if (equals == NULL)
        return false;
    *equals = '\0';
    line->key = trim(text);
    line->value = trim(equals + 1);
    return true;
}

/* What is done with a line of the section that is wanted. */
typedef struct pass {
    configuration *self;
    submit_options *options;
    const char *section; /* or NULL for all of them */
    bool found;          /* the section is there */
    const char *from;    /* to look for, and then ACCOUNT is where it is */
    const char *account;
    bool said[OPTION_LIMIT]; /* by what counts more */
} pass;

typedef mw_status (*line_action)(pass *now, const config_file *file,
                                 const char *section, const config_line *line,
                                 mw_error *error);

/* Goes through FILE with a copy of its text, which it cuts. */
static mw_status each_line(pass *now, const config_file *file,
                           line_action action, mw_error *error)
{
    char *text = file->text != NULL ? keep(now->self, file->size + 1) : NULL;
    const char *section = "default";
    mw_status status = MW_OK;

    if (text == NULL)
        return file->text != NULL ? fail_memory(error) : MW_OK;
    memcpy(text, file->text, file->size + 1);
    for (size_t number = 1; status == MW_OK && text != NULL; number++) {
        char *next = strchr(text, '\n');
        config_line line;

        if (next != NULL)
            *next++ = '\0';
        if (!cut_line(text, &line))
            status = fail(error, MW_E_DATA, "is neither a section nor a key");
        else if (line.section != NULL)
            section = line.section;
        if (status == MW_OK)
            status = action(now, file, section, &line, error);
        if (status != MW_OK) {
            char where[300];

            (void)snprintf(where, sizeof where, "%.250s, line %zu", file->path,
                           number);
            fail_blame(error, where);
        }
        text = next;
    }
    return status;
}

/* A value that begins with ~/ is in the home. */
static const char *expand(configuration *self, const char *value)
{
    const char *home = getenv("HOME");
    size_t size;
    char *text;

    if (strncmp(value, "~/", 2) != 0 || home == NULL)
        return value;
    size = strlen(home) + strlen(value);
    text = keep(self, size);
    if (text != NULL)
        (void)snprintf(text, size, "%s%s", home, value + 1);
    return text;
}

static mw_status find_key(const char *key, size_t *index, mw_error *error)
{
    const option_table *table = &submit_option_table;
    nearest best = nearest_start(key, strlen(key));

    for (*index = 0; *index < table->count; (*index)++) {
        if (!strcmp(table->options[*index].name, key))
            return MW_OK;
        nearest_offer(&best, table->options[*index].name);
    }
    fail(error, MW_E_DATA, "%.80s: no such key", key);
    if (best.name != NULL)
        fail_hint(error, "did you mean %s?", best.name);
    return MW_E_DATA;
}

bool configuration_holds_password(const char *url)
{
    const char *start = strstr(url, "://");
    const char *at = start != NULL ? strrchr(start, '@') : NULL;

    return at != NULL &&
           memchr(start + 3, ':', (size_t)(at - start - 3)) != NULL;
}

static mw_status take_value(pass *now, const config_file *file, size_t index,
                            const char *value, mw_error *error)
{
    const option *row = &submit_option_table.options[index];

    if (!strcmp(row->name, "config") || !strcmp(row->name, "account"))
        return fail(error, MW_E_DATA, "%s: not within the configuration",
                    row->name);
    if (row->kind == OPTION_FLAG && strcmp(value, "yes") != 0 &&
        strcmp(value, "no") != 0)
        return fail(error, MW_E_DATA, "%s: is yes or no", row->name);
    if ((!strcmp(row->name, "server") || !strcmp(row->name, "proxy")) &&
        file->is_public && configuration_holds_password(value)) {
        fail(error, MW_E_DATA, "holds a password, and everybody can read it");
        fail_hint(error, "chmod o-rwx %.200s", file->path);
        return MW_E_DATA;
    }
    if (now->said[index])
        return MW_OK;
    if (row->kind != OPTION_VALUES &&
        submit_options_get(now->options, row) != NULL)
        return fail(error, MW_E_DATA, "%s: given twice", row->name);
    value = expand(now->self, value);
    if (value == NULL)
        return fail_memory(error);
    return submit_options_set(now->options, row, value, error);
}

/* Takes what LINE says, where it is in the section of this pass. */
static mw_status take_line(pass *now, const config_file *file,
                           const char *section, const config_line *line,
                           mw_error *error)
{
    const bool counts = !strcmp(section, now->section);
    size_t index;
    mw_status status;

    now->found |= counts;
    if (line->key == NULL || !strcmp(line->key, "from"))
        return MW_OK;
    status = find_key(line->key, &index, error);
    if (status == MW_OK && counts)
        status = take_value(now, file, index, line->value, error);
    return status;
}

/* Notes the first account whose "from" is the one looked for. */
static mw_status look_for_from(pass *now, const config_file *file,
                               const char *section, const config_line *line,
                               mw_error *error)
{
    (void)file;
    (void)error;
    if (now->account == NULL && line->key != NULL &&
        !strcmp(line->key, "from") && !strcmp(line->value, now->from) &&
        !strncmp(section, "account ", 8))
        now->account = section + 8;
    return MW_OK;
}

static mw_status apply_section(pass *now, config_file files[FILE_COUNT],
                               const char *section, mw_error *error)
{
    const option_table *table = &submit_option_table;
    mw_status status = MW_OK;

    now->section = section;
    now->found = false;
    for (size_t i = 0; status == MW_OK && i < FILE_COUNT; i++) {
        for (size_t row = 0; row < table->count; row++)
            now->said[row] =
                submit_options_get(now->options, &table->options[row]) != NULL;
        status = each_line(now, &files[i], take_line, error);
    }
    return status;
}

static mw_status apply_account(pass *now, config_file files[FILE_COUNT],
                               mw_error *error)
{
    char section[300];
    mw_status status;

    (void)snprintf(section, sizeof section, "account %.250s",
                   now->options->account);
    status = apply_section(now, files, section, error);
    if (status == MW_OK && !now->found)
        status = fail(error, MW_E_DATA,
                      "--account: %.200s: the configuration has none",
                      now->options->account);
    return status;
}

/* A flag that is "no" has kept what counts less from saying "yes". */
static void drop_refused_flags(submit_options *options)
{
    const option_table *table = &submit_option_table;

    for (size_t i = 0; i < table->count; i++) {
        const option *row = &table->options[i];
        const char *value = submit_options_get(options, row);

        if (row->kind == OPTION_FLAG && value != NULL && !strcmp(value, "no"))
            submit_options_clear(options, row);
    }
}

mw_status configuration_apply(configuration *self, submit_options *options,
                              const char *from, mw_error *error)
{
    config_file files[FILE_COUNT] = { { .text = NULL }, { .text = NULL } };
    pass now = { .self = self, .options = options, .from = from };
    const char *named =
        options->config != NULL ? options->config : getenv("MIMEWRIGHT_CONFIG");
    mw_status status = open_files(self, named, files, error);

    if (options->account == NULL && from != NULL)
        for (size_t i = 0; status == MW_OK && i < FILE_COUNT; i++)
            status = each_line(&now, &files[i], look_for_from, error);
    if (options->account == NULL)
        options->account = now.account;
    if (status == MW_OK && options->account != NULL)
        status = apply_account(&now, files, error);
    if (status == MW_OK)
        status = apply_section(&now, files, "default", error);
    drop_refused_flags(options);
    return status;
}
