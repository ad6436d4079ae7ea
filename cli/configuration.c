/* SPDX-License-Identifier: MIT */

/*
 * Which line of which file counts. Each file is gone through once for each
 * section that counts; what was said before a pass is not said again by it.
 */

#include "config.h"

#include "configuration.h"

#include "compose.h"
#include "exit_status.h"
#include "fail.h"
#include "nearest.h"
#include "server_url.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEM_FILE "/etc/mimewright/config"

/* Room for the name of a section. */
enum { SECTION_ROOM = 300 };

struct configuration_text {
    configuration_text *next;
    char text[];
};

/*
 * Options of `compose` that say how, and not what: its others are about one
 * message.
 */
static const char *const COMPOSE_KEYS[] = {
    "from",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "envelope-from",
    "keep-bcc",
    "header",
    "priority",
    "unsubscribe",
    "language",
    "auto-submitted",
    "charset",
    "input-charset",
    "unfit-text",
    "transport",
    "utf8-headers",
    "filename-style",
    "max-size",
    "reproducible",
    "allow-special",
    "flowed",
    "text-from-html",
    "fcc",
    "verbose",
    "quiet",
};

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
    for (size_t i = 0; i < CONFIGURATION_FILES; i++)
        config_file_end(&self->files[i]);
    free(self->settings);
}

/* ------------------------------------------------------------------- files */

static void set_user_path(char *path, size_t size)
{
    const char *folder = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");

    if (folder != NULL && folder[0] == '/')
        (void)snprintf(path, size, "%s/mimewright/config", folder);
    else if (home != NULL && home[0] == '/')
        (void)snprintf(path, size, "%s/.config/mimewright/config", home);
}

static mw_status read_files(configuration *self, const char *named,
                            mw_error *error)
{
    config_file *files = self->files;
    mw_status status;

    if (named != NULL && named[0] == '\0')
        return fail(error, MW_E_NO_INPUT, "is empty");
    if (named != NULL && strlen(named) >= sizeof files[0].path)
        return fail(error, MW_E_NO_INPUT, "is too long");
    if (named != NULL) {
        (void)snprintf(files[0].path, sizeof files[0].path, "%s", named);
        return config_file_read(&files[0], true, error);
    }
    set_user_path(files[0].path, sizeof files[0].path);
    (void)snprintf(files[1].path, sizeof files[1].path, SYSTEM_FILE);
    status = config_file_read(&files[0], false, error);
    return status == MW_OK ? config_file_read(&files[1], false, error) : status;
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

/* -------------------------------------------------------------------- keys */

static bool is_of_submission(const option *row)
{
    for (size_t i = 0; i < submit_option_table.count; i++)
        if (row == &submit_option_table.options[i])
            return true;
    return false;
}

static bool is_key(const option *row)
{
    if (is_of_submission(row))
        return true;
    for (size_t i = 0; i < sizeof COMPOSE_KEYS / sizeof COMPOSE_KEYS[0]; i++)
        if (!strcmp(COMPOSE_KEYS[i], row->name))
            return true;
    return false;
}

static mw_status find_key(const char *key, size_t *index, mw_error *error)
{
    const size_t count = option_table_count(&compose_options);
    nearest best = nearest_start(key, strlen(key));

    for (*index = 0; *index < count; (*index)++) {
        const option *row = option_table_at(&compose_options, *index);

        if (!is_key(row))
            continue;
        if (!strcmp(row->name, key))
            return MW_OK;
        nearest_offer(&best, row->name);
    }
    fail(error, MW_E_DATA, "%.80s: no such key", key);
    if (best.name != NULL)
        fail_hint(error, "did you mean %s?", best.name);
    return MW_E_DATA;
}

/* ------------------------------------------------------------------ values */

/* What is done with the lines of a file. */
typedef struct pass {
    configuration *self;
    submit_options *options;
    const char *section;     /* that counts */
    bool found;              /* it is there */
    bool said[OPTION_LIMIT]; /* by what counts more */
    const char *home;        /* the server that the section's secrets are for,
                                where it is not the one that counts; or NULL */
} pass;

bool configuration_holds_password(const char *url)
{
    const char *start = strstr(url, "://");
    const char *at = start != NULL ? strrchr(start, '@') : NULL;

    return at != NULL &&
           memchr(start + 3, ':', (size_t)(at - start - 3)) != NULL;
}

static const option_use *find_setting(const configuration *self,
                                      const option *row)
{
    for (size_t i = 0; i < self->setting_count; i++)
        if (self->settings[i].option == row)
            return &self->settings[i];
    return NULL;
}

const option_use *configuration_find(const configuration *self,
                                     const char *name)
{
    for (size_t i = 0; i < self->setting_count; i++)
        if (!strcmp(self->settings[i].option->name, name))
            return &self->settings[i];
    return NULL;
}

static bool is_said(const pass *now, const option *row)
{
    return is_of_submission(row) ? submit_options_get(now->options, row) != NULL
                                 : find_setting(now->self, row) != NULL;
}

static mw_status add_setting(configuration *self, const option_use *added,
                             mw_error *error)
{
    option_use *grown = realloc(self->settings, (self->setting_count + 1) *
                                                    sizeof *self->settings);

    if (grown == NULL)
        return fail_memory(error);
    self->settings = grown;
    grown[self->setting_count++] = *added;
    return MW_OK;
}

static mw_status check_value(const option *row, const char *value,
                             mw_error *error)
{
    if (!strcmp(row->name, "config") || !strcmp(row->name, "account"))
        return fail(error, MW_E_DATA, "not within the configuration");
    if (row->kind == OPTION_FLAG && strcmp(value, "yes") != 0 &&
        strcmp(value, "no") != 0)
        return fail(error, MW_E_DATA, "is yes or no");
    return MW_OK;
}

static bool is_url_with_password(const config_line *line)
{
    return line->key != NULL &&
           (!strcmp(line->key, "server") || !strcmp(line->key, "proxy")) &&
           configuration_holds_password(line->value);
}

/* A password that everybody can read is wrong in a section that does not count
 * today, too. */
static mw_status check_privacy(const config_file *file, mw_error *error)
{
    for (size_t i = 0; file->is_public && i < file->line_count; i++) {
        const config_line *line = &file->lines[i];

        if (!is_url_with_password(line))
            continue;
        fail(error, MW_E_DATA,
             "%s: holds a password, and everybody can read it", line->key);
        fail_hint(error, "chmod o-rwx %.200s", file->path);
        fail_blame_line(error, file->path, line->number);
        return MW_E_DATA;
    }
    return MW_OK;
}

static bool is_secret(const option *row)
{
    static const char *const NAMES[] = { "password-command", "password-file",
                                         "netrc", "token-command" };

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (!strcmp(row->name, NAMES[i]))
            return true;
    return false;
}

/* Whether ROW is of a login to one server; a netrc knows its hosts. */
static bool is_of_server(const option *row)
{
    return !strcmp(row->name, "user") ||
           (is_secret(row) && strcmp(row->name, "netrc") != 0);
}

static void note_server(configuration *self, const option_use *use,
                        const char *url)
{
    if (self->server.value != NULL || strcmp(use->option->name, "server") != 0)
        return;
    self->server = *use;
    self->server.value = url;
}

/* Passes over USE, which is for another server, and notes where a secret is. */
static void withhold(const pass *now, const option_use *use)
{
    option_use *withheld = &now->self->withheld;

    if (withheld->value != NULL || !is_secret(use->option))
        return;
    *withheld = *use;
    withheld->value = now->home;
}

static mw_status take_value(pass *now, const config_file *file,
                            const config_line *line, size_t index,
                            mw_error *error)
{
    const option *row = option_table_at(&compose_options, index);
    option_use use = { .option = row, .origin = { file->path, line->number } };
    mw_status status = check_value(row, line->value, error);

    if (status == MW_OK)
        note_server(now->self, &use, line->value);
    if (status == MW_OK && now->said[index])
        return MW_OK;
    if (status == MW_OK && now->home != NULL && is_of_server(row)) {
        withhold(now, &use);
        return MW_OK;
    }
    if (status == MW_OK && row->kind != OPTION_VALUES && is_said(now, row))
        status = fail(error, MW_E_DATA, "given twice");
    if (status != MW_OK)
        return option_blame(&use, status, error);
    use.value = expand(now->self, line->value);
    if (use.value == NULL)
        return fail_memory(error);
    return is_of_submission(row) ? submit_options_set(now->options, &use, error)
                                 : add_setting(now->self, &use, error);
}

/* Takes what LINE says, where it is in the section of this pass. */
static mw_status take_line(pass *now, const config_file *file,
                           const config_line *line, mw_error *error)
{
    const bool counts = !strcmp(line->section, now->section);
    size_t index;
    mw_status status = MW_OK;

    now->found |= counts;
    if (line->key != NULL)
        status = find_key(line->key, &index, error);
    if (status != MW_OK)
        fail_blame_line(error, file->path, line->number);
    if (status == MW_OK && line->key != NULL && counts)
        status = take_value(now, file, line, index, error);
    return status;
}

/* ---------------------------------------------------------------- sections */

/* Who says where one secret is has said all: another's, from what counts less,
 * would go to the wrong server. */
static void keep_secrets_together(pass *now)
{
    const option_table *table = &submit_option_table;
    const char *server = now->options->server.value;
    const size_t count = option_table_count(&compose_options);
    bool said = server != NULL && configuration_holds_password(server);

    for (size_t i = 0; i < table->count; i++)
        said |=
            is_secret(&table->options[i]) && is_said(now, &table->options[i]);
    for (size_t i = 0; said && i < count; i++)
        if (is_secret(option_table_at(&compose_options, i)))
            now->said[i] = true;
}

/* What FILE says in SECTION is the server, or NULL. */
static const char *find_server(const config_file *file, const char *section)
{
    for (size_t i = 0; i < file->line_count; i++) {
        const config_line *line = &file->lines[i];

        if (line->key != NULL && !strcmp(line->key, "server") &&
            !strcmp(line->section, section))
            return line->value;
    }
    return NULL;
}

/* A secret is for the server that is named beside it, in the same section of
 * the other file where not in FILE: one that counts more must not get it. */
static void keep_secrets_home(pass *now, const config_file *file)
{
    const configuration *self = now->self;

    now->home = find_server(file, now->section);
    for (size_t i = 0; now->home == NULL && i < CONFIGURATION_FILES; i++)
        now->home = find_server(&self->files[i], now->section);
    if (now->home != NULL &&
        (self->server.value == NULL ||
         server_url_is_same_host(now->home, self->server.value)))
        now->home = NULL;
}

static mw_status apply_section(pass *now, const char *section, mw_error *error)
{
    const size_t count = option_table_count(&compose_options);
    mw_status status = MW_OK;

    now->section = section;
    now->found = false;
    for (size_t i = 0; i < CONFIGURATION_FILES; i++) {
        const config_file *file = &now->self->files[i];

        for (size_t row = 0; row < count; row++)
            now->said[row] =
                is_said(now, option_table_at(&compose_options, row));
        keep_secrets_together(now);
        keep_secrets_home(now, file);
        for (size_t j = 0; status == MW_OK && j < file->line_count; j++)
            status = take_line(now, file, &file->lines[j], error);
    }
    return status;
}

static mw_status refuse_account(const configuration *self, const char *name,
                                mw_error *error)
{
    nearest best = nearest_start(name, strlen(name));

    for (size_t i = 0; i < CONFIGURATION_FILES; i++)
        for (size_t j = 0; j < self->files[i].line_count; j++)
            if (!strncmp(self->files[i].lines[j].section, "account ", 8))
                nearest_offer(&best, self->files[i].lines[j].section + 8);
    fail(error, MW_E_DATA, "--account: %.200s: the configuration has none",
         name);
    if (best.name != NULL)
        fail_hint(error, "did you mean %s?", best.name);
    return MW_E_DATA;
}

static mw_status apply_account(pass *now, mw_error *error)
{
    char section[SECTION_ROOM];
    mw_status status;

    (void)snprintf(section, sizeof section, "account %.250s",
                   now->options->account.value);
    status = apply_section(now, section, error);
    return status != MW_OK || now->found
               ? status
               : refuse_account(now->self, now->options->account.value, error);
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

/* All that is wrong here is wrong with the configuration. */
static mw_status name_fault(mw_status status, mw_error *error)
{
    if (status != MW_OK && status != MW_E_MEMORY)
        error->status = status = STATUS_CONFIGURATION;
    return status;
}

mw_status configuration_read(configuration *self, const submit_options *options,
                             mw_error *error)
{
    option_use named = options->config;
    mw_status status;

    if (self->is_read)
        return MW_OK;
    self->is_read = true;
    if (named.value == NULL)
        named = (option_use){ .value = getenv("MIMEWRIGHT_CONFIG"),
                              .origin = { "$MIMEWRIGHT_CONFIG", 0 } };
    status = read_files(self, named.value, error);
    /* What is wrong with a line is that line's. */
    if (status != MW_OK && status != MW_E_DATA && status != MW_E_MEMORY &&
        named.value != NULL)
        option_name_origin(&named, error);
    for (size_t i = 0; status == MW_OK && i < CONFIGURATION_FILES; i++)
        status = check_privacy(&self->files[i], error);
    return name_fault(status, error);
}

mw_status configuration_apply(configuration *self, mw_context *context,
                              submit_options *options, const char *from,
                              mw_error *error)
{
    pass now = { .self = self, .options = options };
    mw_status status = configuration_read(self, options, error);

    if (status == MW_OK && options->account.value == NULL && from != NULL)
        status = configuration_find_account(self, context, from,
                                            &options->account.value, error);
    if (status == MW_OK && options->account.value != NULL)
        status = apply_account(&now, error);
    if (status == MW_OK)
        status = apply_section(&now, "default", error);
    drop_refused_flags(options);
    return name_fault(status, error);
}
