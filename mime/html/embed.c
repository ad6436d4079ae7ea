/* SPDX-License-Identifier: MIT */

/*
 * The page is copied as UTF-8, which the plan would make of it anyway, with
 * the names of pictures replaced on the way. What a name means is decided
 * here; where names stand, pictures.c knows, and which files may be read,
 * local_file.c.
 */

#include "base/ascii.h"
#include "html/local_file.h"
#include "html/page.h"
#include "html/pictures.h"
#include "html/reference.h"
#include "message/message.h"
#include "message/source_inside.h"
#include "plan/identity.h"
#include "plan/type_detect.h"

#include <mimewright/html.h>

#define BUCKETS 1024

/* A file that became a part, or that is no image. */
typedef struct picture {
    dev_t device;
    ino_t inode;
    const char *url;  /* "cid:...", or NULL where it is no image */
    const char *what; /* its path, or its type */
    struct picture *next;
} picture;

typedef struct {
    mw_part *page;
    mw_message *message;
    mw_arena arena;
    mw_local_folder folder;
    mw_bytes start;      /* the folder that names are seen from */
    bool base_is_remote; /* <base> sends them elsewhere */
    mw_identity identity;
    uint64_t count; /* of pictures */
    picture *buckets[BUCKETS];
    mw_buffer out;
    mw_embed_function told;
    void *user;
} embedding;

static void tell(const embedding *all, mw_embed_outcome outcome,
                 const mw_picture_name *name, const char *what)
{
    if (all->told != NULL)
        all->told(all->user, outcome, (const char *)name->name.data, what);
}

/* Appends ID as the URL of RFC 2392: what a URL may not hold is escaped. */
static mw_status append_cid_url(const char *id, mw_buffer *url, mw_error *error)
{
    mw_status status = mw_buffer_append_text(url, "cid:", error);

    for (; *id != '\0' && status == MW_OK; id++) {
        if (mw_ascii_is_alnum(*id) || strchr("-._@", *id) != NULL)
            status = mw_buffer_append_octet(url, (uint8_t)*id, error);
        else
            status = mw_buffer_printf(url, error, "%%%02X", (unsigned)*id);
    }
    return status;
}

/* Hangs the part of SOURCE under a Content-ID of its own, and says its URL. */
static mw_status add_part(embedding *all, mw_source *source, picture *made,
                          mw_error *error)
{
    char left[MW_IDENTITY_TEXT + 1];
    mw_part *part;
    mw_buffer id, url;
    mw_status status;

    mw_identity_text(&all->identity, "picture", all->count++, left);
    mw_buffer_init(&id, all->arena.allocator, 0);
    mw_buffer_init(&url, all->arena.allocator, 0);
    status =
        mw_buffer_printf(&id, error, "%s@%s", left, all->identity.id_right);
    if (status == MW_OK)
        status = append_cid_url(mw_buffer_text(&id), &url, error);
    if (status == MW_OK)
        status = mw_message_add_inline(all->message, source, &part, error);
    if (status == MW_OK)
        status = mw_part_set_content_id(part, mw_buffer_text(&id), error);
    if (status == MW_OK) {
        made->url = mw_arena_copy(&all->arena, mw_buffer_bytes(&url), error);
        status = made->url == NULL ? MW_E_MEMORY : MW_OK;
    }
    mw_buffer_free(&id);
    mw_buffer_free(&url);
    return status;
}

static bool is_image(const char *type)
{
    return !strncmp(type, "image/", strlen("image/"));
}

/* The last component of PATH. */
static mw_bytes base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return mw_bytes_of(slash == NULL ? path : slash + 1);
}

/* Makes a part of FILE, if it is an image and still the file that was found. */
static mw_status take_file(embedding *all, const mw_local_file *file,
                           picture *made, mw_error *error)
{
    const char *path = mw_buffer_text(&file->path);
    mw_detected_type detected = { 0 };
    mw_source *source = NULL;
    mw_status status = mw_source_new_file(all->message, path, &source, error);

    if (status == MW_OK)
        status = mw_source_prepare(source, error);
    if (status != MW_OK)
        return status;
    if (source->identity.device != file->device ||
        source->identity.inode != file->inode)
        return mw_fail(error, MW_E_CHANGED, "%s: was exchanged", path);
    status = mw_type_detect(all->message->context, source, base_name(path),
                            &all->arena, &detected, error);
    if (status != MW_OK)
        return status;
    made->what = is_image(detected.type) ? path : detected.type;
    made->what = mw_arena_copy(&all->arena, mw_bytes_of(made->what), error);
    if (made->what == NULL)
        return MW_E_MEMORY;
    return is_image(detected.type) ? add_part(all, source, made, error) : MW_OK;
}

/* The picture of FILE: the one that is there, or a new one. */
static mw_status find_picture(embedding *all, const mw_local_file *file,
                              const picture **found, mw_error *error)
{
    picture **bucket = &all->buckets[file->inode % BUCKETS];
    picture *made = *bucket;
    mw_status status;

    while (made != NULL &&
           (made->device != file->device || made->inode != file->inode))
        made = made->next;
    *found = made;
    if (made != NULL)
        return MW_OK;
    made = mw_arena_take(&all->arena, sizeof *made, error);
    if (made == NULL)
        return MW_E_MEMORY;
    *made = (picture){ .device = file->device, .inode = file->inode };
    status = take_file(all, file, made, error);
    if (status != MW_OK)
        return status;
    made->next = *bucket;
    *bucket = made;
    *found = made;
    return MW_OK;
}

static mw_status refuse(const embedding *all, const mw_picture_name *name,
                        mw_local_answer answer, mw_error *error)
{
    mw_fail(error, MW_E_NO_INPUT, "%s: its picture \"%.*s\" %s",
            mw_source_name(all->page->source), MW_SHOW(name->name),
            answer == MW_LOCAL_MISSING ? "is missing"
                                       : "is no file that can be read");
    mw_hint(error, "a picture that stays elsewhere needs its whole URL");
    return MW_E_NO_INPUT;
}

/* Looks for the file at PATH, and sets *URL where it is an image. */
static mw_status take_path(embedding *all, const mw_picture_name *name,
                           mw_bytes path, const char **url, mw_error *error)
{
    mw_local_answer answer;
    mw_local_file file;
    const picture *found = NULL;
    mw_status status = mw_local_file_find(&all->folder, all->start, path,
                                          &answer, &file, error);

    if (status != MW_OK)
        return status;
    if (answer == MW_LOCAL_OUTSIDE) {
        tell(all, MW_EMBED_OUTSIDE, name, "");
        return MW_OK;
    }
    if (answer != MW_LOCAL_FOUND)
        return refuse(all, name, answer, error);
    status = find_picture(all, &file, &found, error);
    mw_buffer_free(&file.path);
    if (status != MW_OK)
        return status;
    *url = found->url;
    tell(all, found->url == NULL ? MW_EMBED_OTHER : MW_EMBED_TAKEN, name,
         found->what);
    return MW_OK;
}

/* Sets *URL to what NAME becomes; it stays NULL where NAME is left. */
static mw_status take_name(embedding *all, const mw_picture_name *name,
                           const char **url, mw_error *error)
{
    mw_html_target target;
    mw_buffer path;
    mw_status status;

    mw_buffer_init(&path, all->arena.allocator, 0);
    status = mw_html_reference_read(name->name, &target, &path, error);
    if (status == MW_OK && target == MW_TARGET_FILE && all->base_is_remote)
        target = MW_TARGET_ABSOLUTE;
    if (status == MW_OK && target == MW_TARGET_ABSOLUTE)
        tell(all, MW_EMBED_REMOTE, name, "");
    if (status == MW_OK && target == MW_TARGET_FILE)
        status = take_path(all, name, mw_buffer_bytes(&path), url, error);
    mw_buffer_free(&path);
    return status;
}

/* Copies TEXT to the output, with the NAMES in it replaced. */
static mw_status rewrite(embedding *all, mw_bytes text,
                         const mw_picture_names *names, mw_error *error)
{
    size_t copied = 0;
    mw_status status = MW_OK;

    for (size_t i = 0; i < names->count && status == MW_OK; i++) {
        const mw_picture_name *name = &names->items[i];
        const char *url = NULL;

        status = take_name(all, name, &url, error);
        if (status != MW_OK || url == NULL)
            continue;
        status = mw_buffer_append(&all->out, text.data + copied,
                                  name->start - copied, error);
        if (status == MW_OK)
            status = mw_buffer_append_text(&all->out, url, error);
        copied = name->start + name->size;
    }
    if (status != MW_OK)
        return status;
    return mw_buffer_append(&all->out, text.data + copied, text.size - copied,
                            error);
}

/* The folder in PATH, or the current one. */
static mw_bytes folder_of(const char *path)
{
    const char *slash = path == NULL ? NULL : strrchr(path, '/');

    if (slash == NULL)
        return mw_bytes_of(".");
    return (mw_bytes){ (const uint8_t *)path,
                       slash == path ? 1 : (size_t)(slash - path) };
}

/* Makes <base> what names are seen from. */
static mw_status apply_base(embedding *all, mw_bytes base, mw_error *error)
{
    mw_html_target target;
    mw_buffer path;
    const char *whole;
    mw_status status;

    mw_buffer_init(&path, all->arena.allocator, 0);
    status = mw_buffer_append_bytes(&path, all->start, error);
    if (status == MW_OK)
        status = mw_buffer_append_octet(&path, '/', error);
    if (status == MW_OK)
        status = mw_html_reference_read(base, &target, &path, error);
    whole = mw_buffer_text(&path);
    if (status == MW_OK && whole[all->start.size + 1] == '/')
        whole += all->start.size + 1; /* it is a path from the root */
    if (status == MW_OK) {
        const char *copy =
            mw_arena_copy(&all->arena, mw_bytes_of(whole), error);

        all->base_is_remote = target == MW_TARGET_ABSOLUTE;
        if (copy == NULL)
            status = MW_E_MEMORY;
        else if (target == MW_TARGET_FILE)
            all->start = folder_of(copy);
    }
    mw_buffer_free(&path);
    return status;
}

/* Makes what was written the content of the page. */
static mw_status replace_page(embedding *all, mw_error *error)
{
    mw_part *page = all->page;
    mw_source *source;
    mw_status status = mw_source_new_memory(all->message, all->out.data,
                                            all->out.size, &source, error);

    if (status == MW_OK)
        status =
            mw_source_set_name(source, mw_source_name(page->source), error);
    if (status == MW_OK)
        status = mw_source_prepare(source, error);
    if (status != MW_OK)
        return status;
    page->source = source;
    page->has_input_charsets = true;
    page->input_charsets = (mw_charset_list){ { MW_CHARSET_UTF8 }, 1 };
    return MW_OK;
}

/* Finds the folder, and where names are seen from. */
static mw_status open_folder(embedding *all, const char *folder,
                             mw_error *error)
{
    const char *path = mw_source_path(all->page->source);
    const char *own;

    all->start = folder_of(path);
    own = mw_arena_copy(&all->arena, all->start, error);
    if (own == NULL)
        return MW_E_MEMORY;
    if (folder != NULL && path == NULL)
        all->start = mw_bytes_of(folder);
    return mw_local_folder_open(folder == NULL ? own : folder,
                                all->arena.allocator, &all->folder, error);
}

static mw_status embed_names(embedding *all, mw_bytes text,
                             const mw_picture_names *names, const char *folder,
                             mw_error *error)
{
    mw_status status = open_folder(all, folder, error);

    if (status != MW_OK)
        return status;
    if (names->base.size > 0)
        status = apply_base(all, names->base, error);
    if (status == MW_OK)
        status = mw_identity_draw_ahead(all->message, text.size, &all->identity,
                                        error);
    if (status == MW_OK)
        status = rewrite(all, text, names, error);
    if (status == MW_OK && all->count > 0)
        status = replace_page(all, error);
    mw_local_folder_close(&all->folder);
    return status;
}

mw_status mw_html_embed(mw_part *page, const char *folder, const char *charsets,
                        mw_embed_function told, void *user, mw_error *error)
{
    const mw_allocator *allocator = &page->message->context->allocator;
    embedding all = {
        .page = page, .message = page->message, .told = told, .user = user
    };
    mw_picture_names names = { NULL, 0, { NULL, 0 } };
    mw_buffer text;
    mw_status status;

    mw_arena_init(&all.arena, allocator, 0);
    mw_buffer_init(&all.out, allocator, 0);
    mw_buffer_init(&text, allocator, 0);
    status = mw_html_page_read(page, charsets, &text, error);
    if (status == MW_OK) {
        status =
            mw_pictures_find(mw_buffer_bytes(&text), &all.arena, &names, error);
        if (status == MW_E_LIMIT)
            mw_error_prefix(error, "%s", mw_source_name(page->source));
    }
    if (status == MW_OK)
        status =
            embed_names(&all, mw_buffer_bytes(&text), &names, folder, error);
    mw_buffer_free(&text);
    mw_buffer_free(&all.out);
    mw_arena_free(&all.arena);
    return status;
}
