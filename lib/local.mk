# SPDX-License-Identifier: Apache-2.0
#
# lib/: libmembio. Programs of the build are linked with libcore, the same objects without
# a shared library around them: their hidden functions are in reach of tests, and no
# program needs a wrapper script.

include_HEADERS = lib/membio.h
lib_LTLIBRARIES += libmembio.la
noinst_LTLIBRARIES += libcore.la

libcore_la_SOURCES = \
	lib/bio.c \
	lib/bio_method.c \
	lib/chain.c \
	lib/channel.c \
	lib/cipher.c \
	lib/compat.h \
	lib/ctx.c \
	lib/ctx_cert.c \
	lib/ctx_trust.c \
	lib/error.c \
	lib/guard.c \
	lib/guard.h \
	lib/hostname.c \
	lib/internal.h \
	lib/mutant.c \
	lib/mutant.def \
	lib/mutant.h \
	lib/peercert.c \
	lib/peercert.h \
	lib/peercert_part.c \
	lib/reason.c \
	lib/reason.inc \
	lib/session.c \
	lib/ssl.c \
	lib/ssl_info.c \
	lib/version.c
libcore_la_CFLAGS = $(AM_CFLAGS) $(VISIBILITY_CFLAGS)

libmembio_la_SOURCES =
libmembio_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info $(MBIO_LT_VERSION)
libmembio_la_LIBADD = libcore.la $(OPENSSL_LIBS)
EXTRA_libmembio_la_DEPENDENCIES = lib/libmembio.map
if HAVE_LD_VERSION_SCRIPT
libmembio_la_LDFLAGS += -Wl,--version-script=$(top_srcdir)/lib/libmembio.map
endif

EXTRA_DIST += lib/libmembio.map lib/reason.sh
