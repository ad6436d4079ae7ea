/* SPDX-License-Identifier: MIT */

/*
 * usage: gmime_one FILE
 *
 * The peer of "mimewright -m TEXT -a FILE": the same message by GMime, to
 * standard output.
 */

#include <fcntl.h>
#include <gmime/gmime.h>

static GMimeObject *make_text(void)
{
    GMimeTextPart *text = g_mime_text_part_new_with_subtype("plain");

    g_mime_text_part_set_charset(text, "utf-8");
    g_mime_text_part_set_text(text, "Hello w\xc3\xb6rld\n");
    g_mime_part_set_content_encoding(GMIME_PART(text),
                                     GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(text);
}

static GMimeObject *make_attachment(const char *path)
{
    GMimePart *part = g_mime_part_new_with_type("application", "octet-stream");
    GMimeStream *file = g_mime_stream_fs_new(open(path, O_RDONLY));

    g_mime_part_set_content(part, g_mime_data_wrapper_new_with_stream(
                                      file, GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_part_set_filename(part, "data.bin");
    return GMIME_OBJECT(part);
}

int main(int argc, char **argv)
{
    GMimeFormatOptions *options;
    GMimeMultipart *mixed;
    GMimeMessage *message;
    GMimeStream *out;
    gboolean failed;

    if (argc != 2)
        return 64;
    g_mime_init();
    message = g_mime_message_new(TRUE);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, "Sender",
                               "a@example.org");
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, "Rcpt",
                               "b@example.org");
    g_mime_message_set_subject(message,
                               "Gr\xc3\xb6\xc3\x9f"
                               "e",
                               "utf-8");
    g_mime_message_set_date(message, g_date_time_new_now_utc());
    mixed = g_mime_multipart_new_with_subtype("mixed");
    g_mime_multipart_add(mixed, make_text());
    g_mime_multipart_add(mixed, make_attachment(argv[1]));
    g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
    options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    out = g_mime_stream_fs_new(1);
    failed =
        g_mime_object_write_to_stream(GMIME_OBJECT(message), options, out) < 0;
    g_mime_stream_flush(out);
    return failed;
}
