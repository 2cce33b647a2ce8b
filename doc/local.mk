# SPDX-License-Identifier: Apache-2.0
#
# doc/: documents, man pages, examples.

# scn is not installed, and neither is its page.
EXTRA_DIST += doc/man/scn.1 doc/no-byte-form.tsv doc/op-bytes.tsv
EXTRA_DIST += doc/failing.md doc/fuzzing-depth.md doc/fuzzing.md doc/golden.md doc/mutants.md doc/not-here.md doc/oracles.md doc/protocol.md doc/report.md doc/report.schema.json doc/scenario.md
dist_noinst_SCRIPTS += doc/check-manual doc/check-words
EXTRA_DIST += doc/manual.awk

# Man pages: one for each group of functions, checked by tests/manual.test.
dist_man1_MANS = doc/man/membio-conform.1
dist_man3_MANS = \
	doc/man/libmembio.3 \
	doc/man/mbio_ctx_cert_store_stats.3 \
	doc/man/mbio_ctx_load_cert_chain.3 \
	doc/man/mbio_ctx_load_verify_locations.3 \
	doc/man/mbio_ctx_new.3 \
	doc/man/mbio_ctx_new_in_libctx.3 \
	doc/man/mbio_ctx_session_stats.3 \
	doc/man/mbio_ctx_set_alpn_protocols.3 \
	doc/man/mbio_ctx_set_ciphers.3 \
	doc/man/mbio_ctx_set_groups.3 \
	doc/man/mbio_ctx_set_keylog_filename.3 \
	doc/man/mbio_ctx_set_minimum_version.3 \
	doc/man/mbio_ctx_set_msg_callback.3 \
	doc/man/mbio_ctx_set_num_tickets.3 \
	doc/man/mbio_ctx_set_options.3 \
	doc/man/mbio_ctx_set_psk_client_callback.3 \
	doc/man/mbio_ctx_set_sni_callback.3 \
	doc/man/mbio_ctx_set_verify_flags.3 \
	doc/man/mbio_ctx_set_verify_mode.3 \
	doc/man/mbio_ctx_wrap_bio.3 \
	doc/man/mbio_has.3 \
	doc/man/mbio_new.3 \
	doc/man/mbio_peek.3 \
	doc/man/mbio_peercert_subject.3 \
	doc/man/mbio_session_get_id.3 \
	doc/man/mbio_ssl_do_handshake.3 \
	doc/man/mbio_ssl_get_channel_binding.3 \
	doc/man/mbio_ssl_get_session.3 \
	doc/man/mbio_ssl_get_verified_chain.3 \
	doc/man/mbio_ssl_getpeercert.3 \
	doc/man/mbio_ssl_key_update.3 \
	doc/man/mbio_ssl_read.3 \
	doc/man/mbio_ssl_unwrap.3 \
	doc/man/mbio_ssl_verify_client_post_handshake.3 \
	doc/man/mbio_ssl_version.3 \
	doc/man/mbio_status_name.3 \
	doc/man/mbio_version.3

# Every other name of a page of section 3 is a page that only points to it.
manual_links = cd '$(srcdir)' && for page in $(dist_man3_MANS); do \
	$(AWK) -v page=`basename $$page .3` '/^\.Sh/ { here = $$2 == "NAME" } \
		here && /^\.Nm/ && $$2 != page { print page, $$2 }' $$page; done

install-data-hook:
	@echo ' installing the other names of man pages to $(DESTDIR)$(man3dir)'
	@($(manual_links)) | while read page name; do \
		link='$(DESTDIR)$(man3dir)'/$$name.3; \
		echo ".so man3/$$page.3" >"$$link" && chmod 644 "$$link" || exit 1; \
	done

uninstall-hook:
	@($(manual_links)) | while read page name; do \
		rm -f '$(DESTDIR)$(man3dir)'/$$name.3; \
	done

# Examples: compiled and played here (tests/examples.test), and installed as sources.
examplesdir = $(docdir)/examples
dist_examples_DATA = doc/examples/echo.c doc/examples/poll.c
check_PROGRAMS += doc/examples/echo doc/examples/poll
doc_examples_echo_LDADD = libcore.la $(OPENSSL_LIBS)
doc_examples_poll_LDADD = libcore.la $(OPENSSL_LIBS)
