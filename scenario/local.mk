# SPDX-License-Identifier: Apache-2.0
#
# scenario/: everything that plays scenarios. libscenario knows neither libmembio nor
# OpenSSL; libengine is the in-process engine over both.

noinst_LTLIBRARIES += libscenario.la libengine.la

libscenario_la_SOURCES = \
	scenario/act.c \
	scenario/alive.c scenario/alive.h \
	scenario/answer.c scenario/answer.h \
	scenario/args.c scenario/args.h \
	scenario/arena.c scenario/arena.h \
	scenario/bytes.c scenario/bytes.h scenario/bytes_form.h \
	scenario/bytes_header.c scenario/bytes_step.c scenario/bytes_value.c \
	scenario/call.c scenario/call.h \
	scenario/case.c scenario/case.h \
	scenario/compare.c scenario/compare.h scenario/compare_parts.h \
	scenario/compare_case.c \
	scenario/drip.c scenario/drip.h \
	scenario/emit.c scenario/emit.h \
	scenario/emit_c.c \
	scenario/emit_helper.c scenario/emit_helper.h \
	scenario/emit_python.c \
	scenario/engine.h \
	scenario/engine_model.c \
	scenario/expect.c scenario/expect.h scenario/expect_parts.h \
	scenario/expect_level.c \
	scenario/expect_match.c \
	scenario/flight.c scenario/flight.def scenario/flight.h \
	scenario/flow.c scenario/flow.h \
	scenario/heap.c scenario/heap.h \
	scenario/invariant.c scenario/invariant.h \
	scenario/keyed.c scenario/keyed.h scenario/keyed_parts.h \
	scenario/keyed_channel.c \
	scenario/keyed_edit.c \
	scenario/keyed_extension.c \
	scenario/keyed_message.c \
	scenario/keyed_open.c \
	scenario/keyed_relay.c \
	scenario/keyed_remake.c \
	scenario/keyed_view.c \
	scenario/law.c scenario/law.h \
	scenario/level.c scenario/level.h \
	scenario/macro.c \
	scenario/op.c scenario/op.def scenario/op.h \
	scenario/operand.c scenario/operand.h \
	scenario/plant.h \
	scenario/run.c scenario/run.h \
	scenario/scenario.c scenario/scenario.h \
	scenario/stage.c scenario/stage.h \
	scenario/sweep.c \
	scenario/text.c scenario/text.h \
	scenario/trace.h \
	scenario/transit.c scenario/transit.h \
	scenario/version.h \
	scenario/weather.c scenario/weather.h \
	scenario/wire.c scenario/wire.h \
	scenario/world.c scenario/world.h

libengine_la_SOURCES = \
	scenario/membio/bio.c \
	scenario/membio/callback.c \
	scenario/membio/cert.c \
	scenario/membio/ctx.c \
	scenario/membio/engine.c scenario/membio/engine.h \
	scenario/membio/flight.c \
	scenario/membio/hello.c \
	scenario/membio/peer.c \
	scenario/membio/post.c \
	scenario/membio/renegotiate.c \
	scenario/membio/say.c \
	scenario/membio/secret.c \
	scenario/membio/session.c \
	scenario/membio/share.c \
	scenario/membio/ssl.c \
	scenario/membio/tls.c \
	scenario/membio/trust.c \
	scenario/world_rand.c scenario/world_rand.h

# What the man in the middle computes with.
noinst_LTLIBRARIES += libkeyed.la
libkeyed_la_SOURCES = scenario/keyed_crypto.c
# Python in this process. Only here: it reads this tree.
EXTRA_DIST += scenario/engine_cpython.py
if HAVE_PYTHON_EMBED
noinst_LTLIBRARIES += libcpython.la
endif
libcpython_la_SOURCES = \
	scenario/engine_cpython.c scenario/engine_cpython.h \
	scenario/engine_cpython_ssl.c scenario/engine_cpython_ssl.h
libcpython_la_CPPFLAGS = $(AM_CPPFLAGS) $(PYTHON_EMBED_CFLAGS) \
	-DMEMBIO_PYTHON_HOME='"$(PYTHON_EMBED_HOME)"'

# What a program with the in-process engine is linked with.
engine_libs = libengine.la libkeyed.la libscenario.la libcore.la $(OPENSSL_LIBS)

EXTRA_DIST += scenario/README.md
