/* SPDX-License-Identifier: MIT */

/*
 * No more of CSS is read than what hides things in newsletters. A font size
 * of 0 hides nothing: templates set it on cells whose content has its own;
 * nor does mso-hide, which hides from Outlook what all others show.
 */

#include "config.h"

#ifdef HAVE_LIBGUMBO

#include "html/hidden.h"

#include "base/ascii.h"
#include "html/walk.h"

/* Names that are kept; more than any page has, and few to look through. */
#define NAMES_MOST 4096

static bool is_space(int octet)
{
    return octet == ' ' || (octet >= '\t' && octet <= '\r');
}

static mw_bytes trim(mw_bytes text)
{
    while (text.size > 0 && is_space(text.data[0]))
        mw_bytes_skip(&text, 1);
    while (text.size > 0 && is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* Takes what stands up to MARK from *TEXT; all of it where there is none. */
static mw_bytes take_until(mw_bytes *text, uint8_t mark)
{
    const uint8_t *end =
        text->size == 0 ? NULL : memchr(text->data, mark, text->size);
    mw_bytes taken = *text;

    if (end != NULL)
        taken.size = (size_t)(end - text->data);
    mw_bytes_skip(text, taken.size + (end != NULL));
    return taken;
}

/* Whether VALUE is zero, with a unit or without. */
static bool is_zero(mw_bytes value)
{
    while (value.size > 0 && (value.data[0] == '0' || value.data[0] == '.'))
        mw_bytes_skip(&value, 1);
    return value.size == 0 || !mw_ascii_is_digit(value.data[0]);
}

/* Whether one declaration hides what it is for. */
static bool hides(mw_bytes declaration)
{
    static const char *const PAIRS[][2] = { { "display", "none" },
                                            { "visibility", "hidden" } };
    mw_bytes value = declaration;
    const mw_bytes name = trim(take_until(&value, ':'));

    value = trim(take_until(&value, '!'));
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
        if (mw_ascii_equal_text(name, PAIRS[i][0]))
            return mw_ascii_equal_text(value, PAIRS[i][1]);
    if (value.size > 0 && (mw_ascii_equal_text(name, "max-height") ||
                           mw_ascii_equal_text(name, "opacity")))
        return is_zero(value) && mw_ascii_is_digit(value.data[0]);
    return false;
}

static bool declarations_hide(mw_bytes style)
{
    while (style.size > 0)
        if (hides(take_until(&style, ';')))
            return true;
    return false;
}

/* A selector of one class or one id, and nothing else. */
static bool is_simple(mw_bytes selector)
{
    if (selector.size < 2 ||
        (selector.data[0] != '.' && selector.data[0] != '#'))
        return false;
    for (size_t i = 1; i < selector.size; i++)
        if (!mw_ascii_is_alnum(selector.data[i]) && selector.data[i] != '-' &&
            selector.data[i] != '_')
            return false;
    return true;
}

static mw_status add_selectors(mw_hidden_names *hidden, mw_bytes list,
                               mw_error *error)
{
    mw_status status = MW_OK;

    while (list.size > 0 && status == MW_OK) {
        const mw_bytes selector = trim(take_until(&list, ','));

        if (!is_simple(selector) || hidden->names.size > NAMES_MOST)
            continue;
        status = mw_buffer_append_bytes(&hidden->names, selector, error);
        if (status == MW_OK)
            status = mw_buffer_append_octet(&hidden->names, '\n', error);
    }
    return status;
}

/* Takes a block and the braces in it from *CSS, which stands behind its '{'. */
static mw_bytes take_block(mw_bytes *css)
{
    mw_bytes block = *css;
    size_t open = 1, size = 0;

    while (size < css->size) {
        open += css->data[size] == '{';
        open -= css->data[size] == '}';
        if (open == 0)
            break;
        size++;
    }
    block.size = size;
    mw_bytes_skip(css, size + (size < css->size));
    return block;
}

/* Passes comments, and at-rules without a block, before a rule. */
static void pass_between(mw_bytes *css)
{
    for (;;) {
        *css = trim(*css);
        if (mw_ascii_starts_with(*css, "<!--"))
            mw_bytes_skip(css, 4);
        else if (mw_ascii_starts_with(*css, "/*")) {
            mw_bytes_skip(css, 2);
            while (css->size > 0 && !mw_ascii_starts_with(*css, "*/"))
                mw_bytes_skip(css, 1);
            mw_bytes_skip(css, css->size > 0 ? 2 : 0);
        } else if (mw_ascii_starts_with(*css, "@import") ||
                   mw_ascii_starts_with(*css, "@charset")) {
            (void)take_until(css, ';');
        } else {
            return;
        }
    }
}

mw_status mw_hidden_names_add(mw_hidden_names *hidden, mw_bytes css,
                              mw_error *error)
{
    mw_status status = MW_OK;

    while (status == MW_OK) {
        mw_bytes selectors, block;

        pass_between(&css);
        if (css.size == 0)
            break;
        selectors = trim(take_until(&css, '{'));
        block = take_block(&css);
        if (selectors.size > 0 && selectors.data[0] != '@' &&
            declarations_hide(block))
            status = add_selectors(hidden, selectors, error);
    }
    return status;
}

static bool is_listed(const mw_hidden_names *hidden, char kind, mw_bytes name)
{
    mw_bytes left = mw_buffer_bytes(&hidden->names);

    while (left.size > 0) {
        mw_bytes listed = take_until(&left, '\n');

        if (listed.data[0] != (uint8_t)kind)
            continue;
        mw_bytes_skip(&listed, 1);
        if (mw_bytes_equal(listed, name))
            return true;
    }
    return false;
}

static bool is_hidden_by_name(const mw_hidden_names *hidden,
                              const GumboElement *element)
{
    const char *id = mw_html_attribute(element, "id");
    const char *names = mw_html_attribute(element, "class");
    mw_bytes left = mw_bytes_of(names == NULL ? "" : names);

    if (hidden->names.size == 0)
        return false;
    if (id != NULL && is_listed(hidden, '#', mw_bytes_of(id)))
        return true;
    while (left.size > 0)
        if (is_listed(hidden, '.', take_until(&left, ' ')))
            return true;
    return false;
}

bool mw_is_hidden(const mw_hidden_names *hidden, const GumboElement *element)
{
    const char *style = mw_html_attribute(element, "style");

    return mw_html_attribute(element, "hidden") != NULL ||
           (style != NULL && declarations_hide(mw_bytes_of(style))) ||
           is_hidden_by_name(hidden, element);
}

/* Whether the attribute NAME of IMAGE is a length of at most one. */
static bool is_tiny(const GumboElement *image, const char *name)
{
    const char *value = mw_html_attribute(image, name);

    if (value == NULL || !mw_ascii_is_digit(value[0]))
        return false;
    return (value[0] == '0' || value[0] == '1') &&
           !mw_ascii_is_digit(value[1]) && value[1] != '%';
}

const char *mw_image_text(const GumboElement *image)
{
    const char *text = mw_html_attribute(image, "alt");

    if (is_tiny(image, "width") || is_tiny(image, "height"))
        return NULL;
    if (text == NULL)
        text = mw_html_attribute(image, "title");
    return text == NULL || trim(mw_bytes_of(text)).size == 0 ? NULL : text;
}

#endif
