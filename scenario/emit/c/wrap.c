/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status wrap_bio(struct end *e, bool server_side, const char *server_hostname,
                            bool one_bio, bool session)
{
    mbio_ssl *ssl;
    mbio_status how;

    if (one_bio && e->outgoing != e->incoming) {
        mbio_free(e->outgoing);
        e->outgoing = e->incoming;
    }
    how = mbio_ctx_wrap_bio(e->ctx, &ssl, e->incoming, e->outgoing, server_side,
                            server_hostname, session ? e->kept : NULL, &err);
    if (how == MBIO_OK) {
        mbio_ssl_free(e->ssl);
        e->ssl = ssl;
    }
    return how;
}
