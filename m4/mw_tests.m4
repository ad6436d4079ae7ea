dnl SPDX-License-Identifier: MIT
dnl
dnl MW_TEST_TOOLS: what `make check` wants and a build does not: CMocka for
dnl the unit tests, Python for those that run the command, GMime, threads, a
dnl C++ compiler for the headers. What is missing is named in TESTS_MISSING,
dnl and `make check` says so.

AC_DEFUN([MW_TEST_TOOLS], [
    TESTS_MISSING=
    MW_CMOCKA
    MW_PYTHON
    MW_GMIME
    AC_CHECK_PROGS([CXX], [c++ g++ clang++], [no])
    AS_IF([test "$CXX" = no],
          [AS_VAR_APPEND([TESTS_MISSING], [" C++"])])
    # A test that hangs is a test that fails.
    AC_CHECK_PROG([TEST_TIMEOUT], [timeout], [timeout 900])
    AC_CHECK_TOOL([READELF], [readelf], [no])
    mw_threads=
    MW_TRY_FLAG([mw_threads], [-pthread], [CFLAGS])
    AC_SUBST([THREAD_FLAGS], [$mw_threads])
    AC_SUBST([TESTS_MISSING])
    AM_CONDITIONAL([TESTS_INCOMPLETE], [test -n "$TESTS_MISSING"])
])

AC_DEFUN([MW_CMOCKA], [
    AC_ARG_VAR([CMOCKA_CFLAGS], [how to compile with CMocka])
    AC_ARG_VAR([CMOCKA_LIBS], [how to link with CMocka])
    AC_PATH_TOOL([PKG_CONFIG], [pkg-config])
    AS_IF([test -z "$CMOCKA_LIBS"], [
        AS_IF([test -n "$PKG_CONFIG" && $PKG_CONFIG --exists cmocka],
              [CMOCKA_CFLAGS=`$PKG_CONFIG --cflags cmocka`
               CMOCKA_LIBS=`$PKG_CONFIG --libs cmocka`],
              [CMOCKA_LIBS=-lcmocka])
    ])
    mw_saved_CFLAGS=$CFLAGS mw_saved_LIBS=$LIBS
    CFLAGS="$CFLAGS $CMOCKA_CFLAGS" LIBS="$CMOCKA_LIBS $LIBS"
    AC_CACHE_CHECK([for CMocka], [mw_cv_cmocka], [
        AC_LINK_IFELSE([AC_LANG_PROGRAM(
            [[#include <stdarg.h>
              #include <stddef.h>
              #include <setjmp.h>
              #include <stdint.h>
              #include <cmocka.h>]],
            [[return cmocka_run_group_tests((struct CMUnitTest *)0, 0, 0);]])],
            [mw_cv_cmocka=yes], [mw_cv_cmocka=no])
    ])
    CFLAGS=$mw_saved_CFLAGS LIBS=$mw_saved_LIBS
    AS_IF([test "$mw_cv_cmocka" = no],
          [AS_VAR_APPEND([TESTS_MISSING], [" CMocka"])])
    AM_CONDITIONAL([HAVE_CMOCKA], [test "$mw_cv_cmocka" = yes])
])

AC_DEFUN([MW_PYTHON], [
    AC_ARG_VAR([PYTHON], [the Python that runs the tests])
    AC_CACHE_CHECK([for Python 3.9 or later], [mw_cv_python], [
        mw_cv_python=no
        for mw_python in "$PYTHON" python3 python3.13 python3.12 python3.11; do
            AS_IF([test -n "$mw_python" && $mw_python -c \
                   'import sys; assert sys.version_info >= (3, 9)' \
                   >/dev/null 2>&1],
                  [mw_cv_python=`command -v $mw_python`; break])
        done
    ])
    PYTHON=$mw_cv_python
    AS_IF([test "$PYTHON" = no],
          [AS_VAR_APPEND([TESTS_MISSING], [" Python"])])
    AM_CONDITIONAL([HAVE_PYTHON], [test "$PYTHON" != no])
])

dnl The other mail library that reads what was composed. The tests that use it
dnl compile their own program; here it is only asked for.
AC_DEFUN([MW_GMIME], [
    AC_MSG_CHECKING([for GMime 3])
    AS_IF([test -n "$PKG_CONFIG" && $PKG_CONFIG --exists gmime-3.0],
          [AC_MSG_RESULT([yes])],
          [AC_MSG_RESULT([no])
           AS_VAR_APPEND([TESTS_MISSING], [" GMime"])])
])
