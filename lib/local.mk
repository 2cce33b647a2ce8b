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
	lib/callback.c \
	lib/chain.c \
	lib/channel.c \
	lib/cipher.c \
	lib/compat.h \
	lib/ctx.c \
	lib/ctx_alpn.c \
	lib/ctx_cert.c \
	lib/ctx_group.c \
	lib/ctx_store.c \
	lib/ctx_tls.c \
	lib/ctx_trust.c \
	lib/ctx_verify.c \
	lib/error.c \
	lib/feature.c \
	lib/file.c \
	lib/guard.c \
	lib/guard.h \
	lib/hostname.c \
	lib/idna.c \
	lib/internal.h \
	lib/keylog.c \
	lib/message.c \
	lib/mutant.c \
	lib/mutant.def \
	lib/mutant.h \
	lib/peercert.c \
	lib/peercert.h \
	lib/peercert_part.c \
	lib/post_handshake.c \
	lib/psk.c \
	lib/reason.c \
	lib/reason.inc \
	lib/session.c \
	lib/shutdown.c \
	lib/sni.c \
	lib/ssl.c \
	lib/ssl_info.c \
	lib/ssl_wrap.c \
	lib/version.c \
	lib/x509.c
libcore_la_CFLAGS = $(AM_CFLAGS) $(VISIBILITY_CFLAGS) $(LIBIDN_CFLAGS)
libcore_la_LIBADD = $(LIBIDN_LIBS)

libmembio_la_SOURCES =
libmembio_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info $(MBIO_LT_VERSION)
libmembio_la_LIBADD = libcore.la $(OPENSSL_LIBS)
EXTRA_libmembio_la_DEPENDENCIES = lib/libmembio.map
if HAVE_LD_VERSION_SCRIPT
libmembio_la_LDFLAGS += -Wl,--version-script=$(top_srcdir)/lib/libmembio.map
endif

EXTRA_DIST += lib/README.md lib/abi/0.1.0.abi lib/libmembio.map lib/reason.sh
