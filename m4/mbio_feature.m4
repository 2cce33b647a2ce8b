# SPDX-License-Identifier: Apache-2.0
#
# mbio_feature.m4: optional parts, for the summary and for --enable-strict.

# MBIO_NOTICE(NAME, yes|no, WITHOUT): a line of the summary; WITHOUT says what is lost.
AC_DEFUN([MBIO_NOTICE], [
AS_IF([test "x$2" = xyes],
      [mbio_text=yes],
      [mbio_text="no: $3"])
mbio_features="$mbio_features[]AS_ESCAPE([  ])`printf '%-20s ' '$1'`$mbio_text
"
])

# MBIO_FEATURE(NAME, yes|no, WITHOUT): the same, and missed under --enable-strict.
AC_DEFUN([MBIO_FEATURE], [
MBIO_NOTICE([$1], [$2], [$3])
AS_IF([test "x$mbio_text" != xyes],
      [mbio_missing="$mbio_missing${mbio_missing:+, }$1"])
])

# MBIO_STRICT: under --enable-strict all features must be there.
AC_DEFUN([MBIO_STRICT], [
AS_IF([test "x$enable_strict" = xyes && test -n "$mbio_missing"],
      [AC_MSG_ERROR([--enable-strict, and missing: $mbio_missing])])
])
