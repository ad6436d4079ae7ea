/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CASE_H
#define UNIT_SMTP_CASE_H

/*
 * The dialogues of testdata/cases/smtp*.jsonl, as print_cases.py prints them:
 * a line is a word and its values. The client of a case:
 *
 *     case ID TITLE           begins one
 *     protocol, tls, helo, user, password, token, mechanisms, chunk-size,
 *     from, to, without, notify, return, envelope-id TEXT;
 *     cleartext-password, all-or-none, insecure
 *     message OCTETS COUNT    so often; several are one message
 *
 * What is expected, any one of several classes, and of several states of the
 * same recipient:
 *
 *     class NAME, recipient ADDRESS STATE, reached MARK, unreached MARK,
 *     at-most EXPRESSION COUNT (lines of the client), secret TEXT
 *
 * All other lines are steps of the server; case_server.h plays them.
 */

#include "suite.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>

#define CASE_VALUES 4

typedef struct {
    const char *word;
    mw_bytes values[CASE_VALUES]; /* a NUL behind each */
    regex_t *regex;               /* of an EXPRESSION, or NULL */
} case_line;

typedef struct {
    const case_line *lines; /* those after "case" */
    size_t count;
    const case_line *steps;
    size_t step_count;
    const char *id;
} mail_case;

static inline const char *case_text(const case_line *line, size_t index)
{
    return (const char *)line->values[index].data;
}

static inline size_t case_number(const case_line *line, size_t index)
{
    return (size_t)strtoull(case_text(line, index), NULL, 10);
}

/* The first line with WORD at or after *AT, which is moved behind it; NULL
 * where there is none. */
static inline const case_line *case_find(const mail_case *self,
                                         const char *word, size_t *at)
{
    while (*at < self->count)
        if (strcmp(self->lines[(*at)++].word, word) == 0)
            return &self->lines[*at - 1];
    return NULL;
}

/* The first value of the first line with WORD, or NULL. */
static inline const char *case_value(const mail_case *self, const char *word)
{
    size_t at = 0;
    const case_line *line = case_find(self, word, &at);

    return line ? case_text(line, 0) : NULL;
}

static inline bool case_has(const mail_case *self, const char *word)
{
    size_t at = 0;

    return case_find(self, word, &at) != NULL;
}

/* ------------------------------------------------------------------ reading */

static inline unsigned case_hex(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'A' + 10);
}

/* VALUE, where %HH is an octet, up to the next space. */
static inline mw_bytes case_unquote(mw_arena *arena, const char *value)
{
    const size_t size = strcspn(value, " ");
    uint8_t *out = mw_arena_take(arena, size + 1, NULL);
    size_t made = 0;

    assert_non_null(out);
    for (size_t i = 0; i < size; i++) {
        if (value[i] != '%') {
            out[made++] = (uint8_t)value[i];
        } else {
            out[made++] =
                (uint8_t)(case_hex(value[i + 1]) << 4 | case_hex(value[i + 2]));
            i += 2;
        }
    }
    out[made] = 0;
    return (mw_bytes){ out, made };
}

static inline bool case_has_regex(const char *word)
{
    return !strcmp(word, "read") || !strcmp(word, "take") ||
           !strcmp(word, "maybe") || !strcmp(word, "at-most");
}

static inline void case_compile(mw_arena *arena, case_line *line)
{
    line->regex = mw_arena_take(arena, sizeof *line->regex, NULL);
    assert_non_null(line->regex);
    if (regcomp(line->regex, case_text(line, 0),
                REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0)
        fail_msg("no expression: %s", case_text(line, 0));
}

/* Takes TEXT apart, a line without its end. */
static inline void case_read_line(mw_arena *arena, const char *text,
                                  case_line *line)
{
    *line = (case_line){ .word = (char *)case_unquote(arena, text).data };
    for (size_t i = 0; i < CASE_VALUES; i++) {
        text += strcspn(text, " ");
        if (!*text)
            break;
        line->values[i] = case_unquote(arena, ++text);
    }
    if (case_has_regex(line->word))
        case_compile(arena, line);
}

/* Words that say who the client is and what is expected. */
static inline bool case_is_step(const char *word)
{
    static const char OTHERS[] =
        " protocol tls helo user password token mechanisms chunk-size from to "
        "without notify return envelope-id cleartext-password all-or-none "
        "insecure message class recipient "
        "reached unreached at-most secret ";
    char wanted[40];

    snprintf(wanted, sizeof wanted, " %s ", word);
    return strstr(OTHERS, wanted) == NULL;
}

/* The case whose first line is LINES[AT]; the line behind it is given. */
static inline size_t case_take(const case_line *lines, size_t at,
                               mail_case *made)
{
    made->id = case_text(&lines[at++], 0);
    made->lines = lines + at;
    while (!case_is_step(lines[at].word))
        at++;
    made->count = (size_t)(lines + at - made->lines);
    made->steps = lines + at;
    while (strcmp(lines[at].word, "case") != 0 &&
           strcmp(lines[at].word, "end") != 0)
        at++;
    made->step_count = (size_t)(lines + at - made->steps);
    return at;
}

/* What COMMAND prints, with a NUL behind it. */
static inline char *case_output(mw_buffer *out, const char *command)
{
    FILE *pipe = popen(command, "r");
    char piece[8192];
    size_t size;

    assert_non_null(pipe);
    while ((size = fread(piece, 1, sizeof piece, pipe)) > 0)
        must(mw_buffer_append(out, piece, size, &suite_error));
    assert_int_equal(pclose(pipe), 0);
    must(mw_buffer_append_octet(out, 0, &suite_error));
    return (char *)out->data;
}

/* All lines, up to one without a word. */
static inline void case_free_lines(void *lines)
{
    for (case_line *line = lines; line->word; line++)
        if (line->regex)
            regfree(line->regex);
}

/* Reads the cases that COMMAND prints; there are *COUNT of them. */
static inline const mail_case *case_read_all(const char *command, size_t *count)
{
    char *text = case_output(suite_buffer(), command);
    mw_arena *arena = suite_arena();
    size_t most = 0, made = 0, at = 0;
    case_line *lines;
    mail_case *cases;

    for (const char *end = text; (end = strchr(end, '\n')) != NULL; end++)
        most++;
    lines = mw_arena_take_array(arena, most + 1, sizeof *lines, NULL);
    cases = mw_arena_take_array(arena, most, sizeof *cases, NULL);
    assert_true(lines != NULL && cases != NULL);
    for (; made < most; made++) {
        char *end = strchr(text, '\n');

        *end = 0;
        case_read_line(arena, text, &lines[made]);
        text = end + 1;
    }
    lines[made] = (case_line){ 0 };
    suite_defer(case_free_lines, lines);
    *count = 0;
    while (strcmp(lines[at].word, "case") == 0)
        at = case_take(lines, at, &cases[(*count)++]);
    assert_string_equal(lines[at].word, "end");
    assert_int_equal(case_number(&lines[at], 0), *count);
    return cases;
}

#endif
