/* SPDX-License-Identifier: Apache-2.0
 * needs: session */
static mbio_status keep_session(struct end *e)
{
    mbio_session *session;
    mbio_status how = mbio_ssl_get_session(e->ssl, &session, &err);

    if (how == MBIO_OK) {
        mbio_session_free(e->kept);
        e->kept = session;
        show_session(session);
    }
    return how;
}
