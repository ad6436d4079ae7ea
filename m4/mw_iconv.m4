dnl SPDX-License-Identifier: MIT
dnl
dnl MW_ICONV: finds iconv in libc or in GNU libiconv, puts what it takes to
dnl link into ICONV_LIBS, defines ICONV_CONST, and proves that what was found
dnl converts strictly. A header of GNU libiconv wants its own library though
dnl libc may have an iconv, so what is linked is a call through the header.

AC_DEFUN([MW_ICONV_CALL], [AC_LANG_PROGRAM(
    [[#include <stddef.h>
      #include <iconv.h>]],
    [[iconv_t converter = iconv_open("utf-8", "iso-8859-1");
      iconv(converter, NULL, NULL, NULL, NULL);
      return iconv_close(converter);]])])

AC_DEFUN([MW_ICONV], [
    AC_ARG_VAR([ICONV_LIBS], [how to link iconv, such as -liconv])
    AC_CACHE_CHECK([where iconv is], [mw_cv_iconv], [
        mw_cv_iconv=missing
        mw_saved_LIBS=$LIBS
        for mw_try in "$ICONV_LIBS" "" "-liconv"; do
            LIBS="$mw_try $mw_saved_LIBS"
            AC_LINK_IFELSE([MW_ICONV_CALL],
                           [mw_cv_iconv=${mw_try:-libc}; break])
        done
        LIBS=$mw_saved_LIBS
    ])
    AS_CASE([$mw_cv_iconv],
        [missing], [AC_MSG_ERROR([no iconv: install GNU libiconv, and name its
folder in CPPFLAGS and LDFLAGS if it is not found])],
        [libc], [ICONV_LIBS=],
        [ICONV_LIBS=$mw_cv_iconv])
    MW_ICONV_CONST
    MW_ICONV_STRICT
])

AC_DEFUN([MW_ICONV_CONST], [
    AC_CACHE_CHECK([whether iconv takes const input], [mw_cv_iconv_const], [
        AC_COMPILE_IFELSE([AC_LANG_SOURCE([
            #include <stddef.h>
            #include <iconv.h>
            size_t iconv(iconv_t, char **, size_t *, char **, size_t *);
        ])], [mw_cv_iconv_const=no], [mw_cv_iconv_const=yes])
    ])
    AS_IF([test "$mw_cv_iconv_const" = yes],
          [mw_const=const], [mw_const=])
    AC_DEFINE_UNQUOTED([ICONV_CONST], [$mw_const],
                       [What stands before char ** in iconv's declaration.])
])

dnl An umlaut has to become the right octet; a character that ISO 8859-1 does
dnl not have has to be an error, or to be counted as not reversible, so that
dnl the library can make it one.
AC_DEFUN([MW_ICONV_STRICT], [
    AC_CACHE_CHECK([whether iconv tells what it cannot convert],
                   [mw_cv_iconv_strict], [
        mw_saved_LIBS=$LIBS
        LIBS="$ICONV_LIBS $LIBS"
        AC_RUN_IFELSE([AC_LANG_PROGRAM([[
            #include <errno.h>
            #include <stddef.h>
            #include <iconv.h>

            static size_t convert(iconv_t converter, char *text, size_t size,
                                  unsigned char *octet)
            {
                ICONV_CONST char *in = text;
                char *out = (char *)octet;
                size_t room = 1;

                return iconv(converter, &in, &size, &out, &room);
            }
        ]], [[
            iconv_t converter = iconv_open("iso-8859-1", "utf-8");
            char umlaut[] = "\303\274";
            char euro[] = "\342\202\254";
            unsigned char octet = 0;
            size_t count;

            if (converter == (iconv_t)-1)
                return 1;
            if (convert(converter, umlaut, 2, &octet) != 0 || octet != 0xfc)
                return 2;
            iconv(converter, NULL, NULL, NULL, NULL);
            count = convert(converter, euro, 3, &octet);
            if (count == 0)
                return 3;
            if (count == (size_t)-1 && errno != EILSEQ)
                return 4;
            return iconv_close(converter) != 0;
        ]])],
        [mw_cv_iconv_strict=yes], [mw_cv_iconv_strict=no],
        [mw_cv_iconv_strict="yes, it is assumed"])
        LIBS=$mw_saved_LIBS
    ])
    AS_IF([test "$mw_cv_iconv_strict" = no],
          [AC_MSG_ERROR([this iconv loses characters without a word, or does
not know utf-8 and iso-8859-1; GNU libiconv does better])])
])
