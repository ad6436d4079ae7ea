/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "smtp/tls_socket.h"

#include "smtp/socket.h"

#include <errno.h>
#include <stdint.h>

/* Any number will do that is none of OpenSSL's: those that it hands out
 * (BIO_get_new_index) are few, and for the whole process. */
#define TYPE (127 | BIO_TYPE_SOURCE_SINK)

static int descriptor(BIO *bio)
{
    return (int)(intptr_t)BIO_get_data(bio);
}

static int socket_write(BIO *bio, const char *bytes, size_t size, size_t *put)
{
    const ssize_t result = mw_socket_send(descriptor(bio), bytes, size);

    BIO_clear_retry_flags(bio);
    if (result > 0) {
        *put = (size_t)result;
        return 1;
    }
    if (result < 0 && mw_socket_would_block(errno))
        BIO_set_retry_write(bio);
    return 0;
}

static int socket_read(BIO *bio, char *buffer, size_t size, size_t *got)
{
    const ssize_t result =
        mw_socket_receive(descriptor(bio), buffer, size, false);

    BIO_clear_retry_flags(bio);
    if (result > 0) {
        *got = (size_t)result;
        return 1;
    }
    if (result < 0 && mw_socket_would_block(errno))
        BIO_set_retry_read(bio);
    if (result == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return 0;
}

static long socket_control(BIO *bio, int command, long number, void *pointer)
{
    (void)number;
    (void)pointer;
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    default:
        return 0;
    }
}

BIO_METHOD *mw_tls_socket_method(void)
{
    BIO_METHOD *method = BIO_meth_new(TYPE, "mimewright socket");

    if (method == NULL)
        return NULL;
    BIO_meth_set_write_ex(method, socket_write);
    BIO_meth_set_read_ex(method, socket_read);
    BIO_meth_set_ctrl(method, socket_control);
    return method;
}

BIO *mw_tls_socket_new(const BIO_METHOD *method, int socket)
{
    BIO *bio = BIO_new(method);

    if (bio == NULL)
        return NULL;
    BIO_set_data(bio, (void *)(intptr_t)socket);
    BIO_set_init(bio, 1);
    return bio;
}
