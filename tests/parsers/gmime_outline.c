/* SPDX-License-Identifier: MIT */

/*
 * Prints what GMime sees in each message file that is named: one line of
 * JSON a file, in the form that python_outline.py prints too, so that a test
 * can compare the two with each other and with what was meant.
 */

#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

static void print_string(const char *text)
{
    if (text == NULL) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (const char *at = text; *at != '\0'; at++) {
        const unsigned char octet = (unsigned char)*at;

        if (octet == '"' || octet == '\\')
            printf("\\%c", octet);
        else if (octet < 0x20 || octet == 0x7f)
            printf("\\u%04x", octet);
        else
            putchar(octet);
    }
    putchar('"');
}

static void print_member(const char *name, const char *text)
{
    printf("\"%s\": ", name);
    print_string(text);
    fputs(", ", stdout);
}

/* Header fields */

static void print_addresses(InternetAddressList *list)
{
    const int count = list == NULL ? 0 : internet_address_list_length(list);

    putchar('[');
    for (int i = 0; i < count; i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        const char *name = internet_address_get_name(address);

        fputs(i > 0 ? ", " : "", stdout);
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            fputs("{", stdout);
            print_member("group", name);
            fputs("\"members\": ", stdout);
            print_addresses(internet_address_group_get_members(
                INTERNET_ADDRESS_GROUP(address)));
            fputs("}", stdout);
        } else {
            putchar('[');
            print_string(name == NULL ? "" : name);
            fputs(", ", stdout);
            print_string(internet_address_mailbox_get_addr(
                INTERNET_ADDRESS_MAILBOX(address)));
            putchar(']');
        }
    }
    putchar(']');
}

static void print_address_fields(GMimeMessage *message)
{
    static const struct {
        GMimeAddressType type;
        const char *name;
    } FIELDS[] = {
        { GMIME_ADDRESS_TYPE_FROM, "from" },
        { GMIME_ADDRESS_TYPE_SENDER, "sender" },
        { GMIME_ADDRESS_TYPE_REPLY_TO, "reply-to" },
        { GMIME_ADDRESS_TYPE_TO, "to" },
        { GMIME_ADDRESS_TYPE_CC, "cc" },
        { GMIME_ADDRESS_TYPE_BCC, "bcc" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        printf("\"%s\": ", FIELDS[i].name);
        print_addresses(g_mime_message_get_addresses(message, FIELDS[i].type));
        fputs(", ", stdout);
    }
}

static void print_fields(GMimeObject *object)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    const int count = g_mime_header_list_get_count(list);

    fputs("\"fields\": [", stdout);
    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);

        fputs(i > 0 ? ", [" : "[", stdout);
        print_string(g_mime_header_get_name(header));
        fputs(", ", stdout);
        print_string(g_mime_header_get_value(header));
        putchar(']');
    }
    fputs("], ", stdout);
}

/* Parts */

static void print_parameters(GMimeObject *object)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    char *name = g_mime_content_type_get_mime_type(type);
    char *lower = g_ascii_strdown(name, -1);

    print_member("type", lower);
    print_member("charset", g_mime_content_type_get_parameter(type, "charset"));
    print_member("name", g_mime_content_type_get_parameter(type, "name"));
    print_member("method", g_mime_content_type_get_parameter(type, "method"));
    print_member("start", g_mime_content_type_get_parameter(type, "start"));
    print_member("root", g_mime_content_type_get_parameter(type, "type"));
    print_member("disposition", g_mime_object_get_disposition(object));
    print_member("filename", g_mime_object_get_content_disposition_parameter(
                                 object, "filename"));
    print_member("cid", g_mime_object_get_content_id(object));
    g_free(lower);
    g_free(name);
}

/* The decoded content, by its size and digest. */
static void print_content(GMimePart *part)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    GByteArray *octets =
        g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    char *digest;

    if (content != NULL)
        g_mime_data_wrapper_write_to_stream(content, stream);
    digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, octets->data,
                                         octets->len);
    print_member("description", g_mime_part_get_content_description(part));
    print_member("sha256", digest);
    printf("\"size\": %u, ", octets->len);
    g_free(digest);
    g_object_unref(stream);
}

static void print_part(GMimeObject *object)
{
    putchar('{');
    print_parameters(object);
    if (GMIME_IS_PART(object))
        print_content(GMIME_PART(object));
    fputs("\"parts\": [", stdout);
    if (GMIME_IS_MULTIPART(object)) {
        const int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));

        for (int i = 0; i < count; i++) {
            fputs(i > 0 ? ", " : "", stdout);
            print_part(g_mime_multipart_get_part(GMIME_MULTIPART(object), i));
        }
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        print_part(g_mime_message_get_mime_part(
            g_mime_message_part_get_message(GMIME_MESSAGE_PART(object))));
    }
    fputs("]}", stdout);
}

/* Messages */

static int print_message(GMimeMessage *message)
{
    if (message == NULL || g_mime_message_get_mime_part(message) == NULL)
        return -1;
    putchar('{');
    print_member("subject", g_mime_message_get_subject(message));
    print_member("message-id", g_mime_message_get_message_id(message));
    print_address_fields(message);
    print_fields(GMIME_OBJECT(message));
    fputs("\"tree\": ", stdout);
    print_part(g_mime_message_get_mime_part(message));
    puts("}");
    return 0;
}

static int print_file(const char *path)
{
    GMimeStream *stream = g_mime_stream_fs_open(path, 0, 0, NULL);
    GMimeParser *parser;
    GMimeMessage *message;
    int status;

    if (stream == NULL)
        return -1;
    parser = g_mime_parser_new_with_stream(stream);
    message = g_mime_parser_construct_message(parser, NULL);
    status = print_message(message);
    if (message != NULL)
        g_object_unref(message);
    g_object_unref(parser);
    g_object_unref(stream);
    return status;
}

int main(int argc, char **argv)
{
    g_mime_init();
    for (int i = 1; i < argc; i++) {
        if (print_file(argv[i]) != 0) {
            fprintf(stderr, "gmime_outline: %s: no message\n", argv[i]);
            return 1;
        }
    }
    g_mime_shutdown();
    return 0;
}
