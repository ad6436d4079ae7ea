dnl SPDX-License-Identifier: MIT
dnl Libraries that are opened when first wanted, or linked.

dnl MW_FIND_DLOPEN: defines MW_DLOPEN unless --disable-dlopen, and finds dlopen.
AC_DEFUN([MW_FIND_DLOPEN], [
    AS_IF([test "$mw_dlopen" = yes], [
        AC_SEARCH_LIBS([dlopen], [dl], [],
                       [AC_MSG_ERROR([no dlopen; try --disable-dlopen])])
        AC_DEFINE([MW_DLOPEN], [1],
                  [Whether libmagic, libidn2 and gumbo are opened when first wanted.])
    ])
])

dnl MW_LIBRARY(NAME, PACKAGE, HEADER, FUNCTION, WITHOUT)
dnl The library lib<NAME>, which --without-<PACKAGE> leaves out. Defines
dnl HAVE_LIB<NAME>, and MW_<NAME>_SONAME where it is opened by name. WITHOUT
dnl says what the user loses.
AC_DEFUN([MW_LIBRARY], [
    AC_ARG_WITH([$2],
        [AS_HELP_STRING([--without-$2], [leave out $2: $5])],
        [], [with_$2=yes])
    AC_SUBST([with_$2])
    AS_IF([test "$with_$2" != no], [
        AC_CHECK_HEADER([$3], [],
            [AC_MSG_ERROR([$3 is not there: install the headers of $2, or
give --without-$2, and $5])])
        AC_DEFINE([HAVE_]m4_toupper([LIB$1]), [1], [Whether $2 is used.])
        AS_IF([test "$mw_dlopen" = yes],
              [MW_SONAME([$1], [$4])],
              [AC_SEARCH_LIBS([$4], [$1], [],
                              [AC_MSG_ERROR([cannot link $2])])])
    ])
])

dnl MW_SONAME(NAME, FUNCTION)
dnl Defines MW_<NAME>_SONAME to the name under which a program that is linked
dnl with lib<NAME> asks for it, here or, cross-compiling, there.
AC_DEFUN([MW_SONAME], [
    AC_CACHE_CHECK([for the soname of lib$1], [mw_cv_soname_$1], [
        mw_cv_soname_$1=
        mw_saved_LIBS=$LIBS
        LIBS="-l$1 $LIBS"
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[char $2();]], [[return $2();]])],
            [mw_cv_soname_$1=`MW_NEEDED_NAMES | $SED -n ['/^lib$1[.]/p'] |
                $SED 1q`])
        LIBS=$mw_saved_LIBS
        AS_IF([test -z "$mw_cv_soname_$1"], [
            AS_CASE([$host_os],
                [darwin*], [mw_cv_soname_$1=m4_case([$1],
                    [magic], [libmagic.1.dylib],
                    [gumbo], [libgumbo.3.dylib], [libidn2.0.dylib])],
                [mw_cv_soname_$1=m4_case([$1],
                    [magic], [libmagic.so.1],
                    [gumbo], [libgumbo.so.1], [libidn2.so.0])])
        ])
    ])
    AC_DEFINE_UNQUOTED([MW_]m4_toupper([$1])[_SONAME], ["$mw_cv_soname_$1"],
                       [The name by which lib$1 is opened.])
])

dnl The libraries that the program just linked asks for, one a line.
m4_define([MW_NEEDED_NAMES],
[{ ${OBJDUMP:-objdump} -p conftest$EXEEXT 2>/dev/null |
    $AWK '@S|@1 == "NEEDED" { print @S|@2 }'
  otool -L conftest$EXEEXT 2>/dev/null |
    $AWK 'NR > 1 { n = split(@S|@1, path, "/"); print path@<:@n@:>@ }'; }])
