dnl SPDX-License-Identifier: MIT
dnl
dnl MW_SMTP: whether libmimewright-smtp is built, and with what: OpenSSL 3 for
dnl TLS, GNU SASL for mechanisms of login, threads for looking up names. Puts
dnl how to compile and link into OPENSSL_CFLAGS, OPENSSL_LIBS and GSASL_LIBS,
dnl and defines MW_SMTP_SONAME, the name by which the command opens the
dnl library where that is how it finds libraries.

AC_DEFUN([MW_SMTP], [
    AC_ARG_WITH([smtp],
        [AS_HELP_STRING([--without-smtp],
                        [leave out the submitter, and OpenSSL with it])],
        [], [with_smtp=yes])
    AC_ARG_WITH([gsasl],
        [AS_HELP_STRING([--without-gsasl],
                        [leave out GNU SASL: fewer mechanisms of login])],
        [], [with_gsasl=yes])
    mw_smtp_opened=no
    AS_IF([test "$with_smtp" != no], [
        MW_OPENSSL
        AS_IF([test "$with_gsasl" != no], [MW_GSASL])
        AC_CHECK_FUNCS([closefrom])
        MW_SMTP_OPENED
        AC_DEFINE([HAVE_SMTP], [1], [Whether libmimewright-smtp is built.])
    ])
    AM_CONDITIONAL([SMTP], [test "$with_smtp" != no])
    AM_CONDITIONAL([SMTP_LINKED],
                   [test "$with_smtp" != no && test "$mw_smtp_opened" = no])
])

AC_DEFUN([MW_OPENSSL], [
    AC_ARG_VAR([OPENSSL_CFLAGS], [how to compile with OpenSSL])
    AC_ARG_VAR([OPENSSL_LIBS], [how to link with OpenSSL])
    AC_PATH_TOOL([PKG_CONFIG], [pkg-config])
    AS_IF([test -z "$OPENSSL_LIBS"], [
        AS_IF([test -n "$PKG_CONFIG" && $PKG_CONFIG --exists 'openssl >= 3'],
              [OPENSSL_CFLAGS=`$PKG_CONFIG --cflags openssl`
               OPENSSL_LIBS=`$PKG_CONFIG --libs openssl`],
              [OPENSSL_LIBS="-lssl -lcrypto"])
    ])
    mw_saved_CFLAGS=$CFLAGS mw_saved_LIBS=$LIBS
    CFLAGS="$CFLAGS $OPENSSL_CFLAGS" LIBS="$OPENSSL_LIBS $LIBS"
    AC_CACHE_CHECK([for OpenSSL 3], [mw_cv_openssl], [
        AC_LINK_IFELSE([AC_LANG_PROGRAM(
            [[#include <openssl/ssl.h>]],
            [[SSL *ssl = 0; return SSL_get0_peer_certificate(ssl) != 0;]])],
            [mw_cv_openssl=yes], [mw_cv_openssl=no])
    ])
    CFLAGS=$mw_saved_CFLAGS LIBS=$mw_saved_LIBS
    AS_IF([test "$mw_cv_openssl" = no],
          [AC_MSG_ERROR([no OpenSSL 3: install its headers, or give
--without-smtp, and messages are composed but not submitted])])
])

AC_DEFUN([MW_GSASL], [
    AC_ARG_VAR([GSASL_LIBS], [how to link with GNU SASL, such as -lgsasl])
    AS_IF([test -z "$GSASL_LIBS"], [GSASL_LIBS=-lgsasl])
    mw_saved_LIBS=$LIBS
    LIBS="$GSASL_LIBS $LIBS"
    AC_CACHE_CHECK([for GNU SASL], [mw_cv_gsasl], [
        AC_LINK_IFELSE([AC_LANG_PROGRAM(
            [[#include <gsasl.h>]],
            [[Gsasl *gsasl; return gsasl_init(&gsasl);]])],
            [mw_cv_gsasl=yes], [mw_cv_gsasl=no])
    ])
    LIBS=$mw_saved_LIBS
    AS_IF([test "$mw_cv_gsasl" = no],
          [AC_MSG_ERROR([no GNU SASL: install its headers, or give
--without-gsasl, and do with fewer mechanisms of login])])
    AC_DEFINE([HAVE_LIBGSASL], [1], [Whether GNU SASL is used.])
])

dnl The 0 is that of -version-info in mime/local.mk.
AC_DEFUN([MW_SMTP_OPENED], [
    AS_IF([test "$mw_dlopen" = yes && test "$enable_shared" = yes], [
        AS_CASE([$host_os],
            [darwin*], [mw_soname=libmimewright-smtp.0.dylib],
            [mw_soname=libmimewright-smtp.so.0])
        AC_DEFINE_UNQUOTED([MW_SMTP_SONAME], ["$mw_soname"],
            [The name by which libmimewright-smtp is opened; where this is not
             defined, it is linked.])
        mw_smtp_opened=yes
    ])
])
