/* SPDX-License-Identifier: MIT */

/*
 * Makes the message that a file of testdata/structures describes, by the
 * calls of the library that build any tree, and writes it to standard output.
 *
 * A line is a part: its media type, indented by one space for each multipart
 * that it is in. Lines behind it, indented as they like, say more of it: "> "
 * a line of its content, "! NAME VALUE" something about it. The first lines,
 * "NAME: BODY", are fields of the message. "#" begins a comment.
 */

#include <mimewright.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 16
#define CONTENT_MOST 16384

static mw_error error;

static void check(mw_status status, const char *where)
{
    if (status == MW_OK)
        return;
    fprintf(stderr, "%s: %s\n", where, error.message);
    exit(1);
}

/* A part whose lines are being read. */
typedef struct {
    mw_message *message;
    mw_part *open[DEEPEST]; /* multiparts, from the root on */
    char type[1000];
    char said[8][200]; /* "NAME VALUE" of each "! " */
    size_t said_count, depth, size;
    char content[CONTENT_MOST];
} reading;

/* Tells the library what a "! " says. */
static void say(mw_part *part, mw_part *around, const char *text)
{
    const char *value = strchr(text, ' ');

    value = value == NULL ? "" : value + 1;
    if (!strncmp(text, "name ", 5))
        check(mw_part_set_filename(part, value, &error), text);
    else if (!strncmp(text, "cid ", 4))
        check(mw_part_set_content_id(part, value, &error), text);
    else if (!strncmp(text, "description ", 12))
        check(mw_part_set_description(part, value, &error), text);
    else if (!strcmp(text, "inline"))
        check(mw_part_set_disposition(part, MW_DISPOSITION_INLINE, &error),
              text);
    else if (!strcmp(text, "attachment"))
        check(mw_part_set_disposition(part, MW_DISPOSITION_ATTACHMENT, &error),
              text);
    else if (!strcmp(text, "start"))
        check(mw_part_set_start(around, part, &error), text);
    else {
        fprintf(stderr, "! %s: is not known\n", text);
        exit(1);
    }
}

static mw_part *make_leaf(const reading *all)
{
    mw_source *source;
    mw_part *part;

    check(mw_source_new_memory(all->message, all->content, all->size, &source,
                               &error),
          all->type);
    check(mw_part_new(all->message, all->type, source, &part, &error),
          all->type);
    if (!strncmp(all->type, "text/", 5))
        check(mw_part_set_text(part, 1, &error), all->type);
    return part;
}

/* Makes the part that was read, and puts it where it belongs. */
static void end_part(reading *all)
{
    mw_part *around = all->depth == 0 ? NULL : all->open[all->depth - 1];
    mw_part *part;

    if (all->type[0] == '\0')
        return;
    if (!strncmp(all->type, "multipart/", 10))
        check(mw_part_new_multipart(all->message, all->type, &part, &error),
              all->type);
    else
        part = make_leaf(all);
    if (around == NULL)
        check(mw_message_set_root(all->message, part, &error), all->type);
    else
        check(mw_part_append(around, part, &error), all->type);
    for (size_t i = 0; i < all->said_count; i++)
        say(part, around, all->said[i]);
    all->open[all->depth] = part;
    all->said_count = 0;
    all->size = 0;
}

static void take_line(reading *all, char *line)
{
    const size_t depth = strspn(line, " ");
    char *text = line + depth;

    text[strcspn(text, "\n")] = '\0';
    if (*text == '>') {
        text += text[1] == ' ' ? 2 : 1;
        if (all->size + strlen(text) + 1 > CONTENT_MOST)
            exit(1);
        memcpy(all->content + all->size, text, strlen(text));
        all->size += strlen(text);
        all->content[all->size++] = '\n';
    } else if (*text == '!' && all->said_count < 8) {
        snprintf(all->said[all->said_count++], 200, "%s", text + 2);
    } else if (*text != '\0' && *text != '#' && depth < DEEPEST) {
        end_part(all);
        snprintf(all->type, sizeof all->type, "%s", text);
        all->depth = depth;
    }
}

/* Whether LINE was a field of the message, which it then has. */
static int take_field(reading *all, char *line)
{
    char *colon = strchr(line, ':');
    const char *slash = strchr(line, '/');

    if (all->type[0] != '\0' || colon == NULL || line[0] == '#' ||
        (slash != NULL && slash < colon))
        return 0;
    *colon++ = '\0';
    colon[strcspn(colon, "\n")] = '\0';
    check(mw_message_add_field(all->message, line, colon + 1, &error), line);
    return 1;
}

static void write_message(mw_context *context, mw_message *message)
{
    mw_plan *plan;
    mw_sink *sink;

    check(mw_plan_new(message, NULL, &plan, &error), "plan");
    check(mw_sink_new_descriptor(context, 1, "standard output", &sink, &error),
          "sink");
    check(mw_plan_write(plan, sink, &error), "write");
    check(mw_sink_finish(sink, &error), "finish");
    mw_sink_free(sink);
    mw_plan_free(plan);
}

int main(int argc, char **argv)
{
    static reading all;
    mw_context *context;
    char line[2000];
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;

    if (file == NULL)
        return 64;
    check(mw_context_new(&context, &error), "context");
    check(mw_message_new(context, &all.message, &error), "message");
    check(mw_message_set_seed(all.message, argv[1], &error), "seed");
    while (fgets(line, sizeof line, file) != NULL)
        if (!take_field(&all, line))
            take_line(&all, line);
    end_part(&all);
    fclose(file);
    write_message(context, all.message);
    mw_message_free(all.message);
    mw_context_free(context);
    return 0;
}
