/* SPDX-License-Identifier: Apache-2.0
 * needs: session */
static mbio_status session_of(const struct end *e)
{
    mbio_session *session;
    mbio_status how = mbio_ssl_get_session(e->ssl, &session, &err);

    if (how == MBIO_OK) {
        show_session(session);
        mbio_session_free(session);
    }
    return how;
}
