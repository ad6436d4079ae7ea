/* SPDX-License-Identifier: MIT */
#ifndef SMTP_TLS_SOCKET_H
#define SMTP_TLS_SOCKET_H

#include <openssl/bio.h>

/*
 * A BIO on a socket that does not block. OpenSSL's own writes with write(2),
 * which raises SIGPIPE.
 */

/* Makes the method, which BIO_meth_free ends; NULL where memory is out. */
BIO_METHOD *mw_tls_socket_method(void);

/* A BIO of METHOD on SOCKET, which it does not own; NULL as above. */
BIO *mw_tls_socket_new(const BIO_METHOD *method, int socket);

#endif
