# SPDX-License-Identifier: Apache-2.0
#
# mbio_openssl_static.m4: --with-openssl-static=PREFIX, an OpenSSL that the fuzz targets alone
# are linked with, instrumented by ci/instrumented-openssl. What is compiled is compiled with
# the system's headers: so it must be of the same branch. Sets FUZZ_OPENSSL_LIBS.

AC_DEFUN([MBIO_ARG_OPENSSL_STATIC], [
AC_ARG_WITH([openssl-static],
  [AS_HELP_STRING([--with-openssl-static=PREFIX],
     [link the fuzz targets with PREFIX/lib/libssl.a and libcrypto.a (ci/instrumented-openssl)])],
  [], [with_openssl_static=no])
AC_SUBST([FUZZ_OPENSSL_LIBS], ['$(OPENSSL_LIBS)'])
AS_CASE([$with_openssl_static],
  [no], [],
  [/*], [MBIO_OPENSSL_STATIC([$with_openssl_static])],
  [AC_MSG_ERROR([--with-openssl-static wants the path of a folder, from the root])])
])

# MBIO_OPENSSL_STATIC(PREFIX)
AC_DEFUN([MBIO_OPENSSL_STATIC], [
AC_MSG_CHECKING([for a static OpenSSL in $1])
mbio_static=`sed -n 's/^# *define OPENSSL_VERSION_STR "\(.*\)".*/\1/p' \
    "$1/include/openssl/opensslv.h" 2>/dev/null`
mbio_system=`$PKG_CONFIG --modversion openssl`
AC_MSG_RESULT([${mbio_static:-no}])
AS_IF([test -z "$mbio_static" || test ! -f "$1/lib/libssl.a" || test ! -f "$1/lib/libcrypto.a"],
      [AC_MSG_ERROR([no static OpenSSL in $1; ci/instrumented-openssl makes one])])
AS_IF([test "${mbio_static%.*}" != "${mbio_system%.*}"],
      [AC_MSG_ERROR([$1 has OpenSSL $mbio_static, the system $mbio_system: other headers])])
FUZZ_OPENSSL_LIBS="$1/lib/libssl.a $1/lib/libcrypto.a -ldl $PTHREAD_CFLAGS"
])
