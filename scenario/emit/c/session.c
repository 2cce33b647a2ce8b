/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static mbio_status show_session(const mbio_session *session)
{
    char text[128];
    size_t len;

    if (session == NULL) {
        return words(NULL);
    }
    mbio_session_get_id(session, &len);
    snprintf(text, sizeof text, "%zu %d %lu %lld", len, mbio_session_get_has_ticket(session),
             (unsigned long)mbio_session_get_ticket_lifetime_hint(session),
             (long long)mbio_session_get_timeout(session));
    return words(text);
}
