/* SPDX-License-Identifier: Apache-2.0
 *
 * session.c: the ops of ssl.SSLSession on libmembio, and new BIOs for the
 * connection that resumes one.
 */
#include "engine.h"

#include <inttypes.h>

/* Length of the id, has_ticket, ticket_lifetime_hint, timeout. */
static bool say_session(struct job *j, const mbio_session *session)
{
    size_t id_len;

    if (session == NULL) {
        return say_words(j, NULL);
    }
    mbio_session_get_id(session, &id_len);
    return say_words(j, arena_printf(j->a, "%zu %d %" PRIu32 " %" PRId64, id_len,
                                     mbio_session_get_has_ticket(session),
                                     mbio_session_get_ticket_lifetime_hint(session),
                                     mbio_session_get_timeout(session)));
}

static bool arm_session(struct job *j)
{
    mbio_session *session;
    mbio_status status = mbio_ssl_get_session(j->side->ssl, &session, &j->err);

    if (status != MBIO_OK) {
        return say(j, status);
    }
    say_session(j, session);
    mbio_session_free(session);
    return true;
}

static bool arm_session_keep(struct job *j)
{
    struct side *side = j->side;
    mbio_session *session;
    mbio_status status = mbio_ssl_get_session(side->ssl, &session, &j->err);

    if (status != MBIO_OK) {
        return say(j, status);
    }
    mbio_session_free(side->session);
    side->session = session;
    side->kept = true;
    return say_session(j, session);
}

static bool arm_session_set(struct job *j)
{
    return j->side->kept &&
           say(j, mbio_ssl_set_session(j->side->ssl, j->side->session, &j->err));
}

static bool arm_session_equal(struct job *j)
{
    mbio_session *session;
    mbio_status status;

    if (!j->side->kept) {
        return false;
    }
    status = mbio_ssl_get_session(j->side->ssl, &session, &j->err);
    say_int(j, status, mbio_session_equal(session, j->side->session));
    mbio_session_free(session);
    return true;
}

static bool arm_session_reused(struct job *j)
{
    return say_int(j, MBIO_OK, mbio_ssl_session_reused(j->side->ssl));
}

static bool arm_context_session_stats(struct job *j)
{
    mbio_session_stats s;
    const int64_t *const counts[] = {
        &s.number, &s.connect,     &s.connect_good,       &s.connect_renegotiate,
        &s.accept, &s.accept_good, &s.accept_renegotiate, &s.hits,
        &s.misses, &s.timeouts,    &s.cache_full,
    };
    const char *words = "";

    mbio_ctx_session_stats(j->side->ctx, &s);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        words =
            arena_printf(j->a, i == 0 ? "%s%" PRId64 : "%s %" PRId64, words, *counts[i]);
    }
    return say_words(j, words);
}

static bool arm_bios(struct job *j)
{
    mbio_ssl_free(j->side->ssl);
    j->side->ssl = NULL;
    free_bios(j->side);
    make_bios(j->side);
    return say(j, MBIO_OK);
}

const struct arm arms_session[] = {
    {OP_SESSION, NEED_SSL, arm_session},
    {OP_SESSION_KEEP, NEED_SSL, arm_session_keep},
    {OP_SESSION_SET, NEED_SSL, arm_session_set},
    {OP_SESSION_EQUAL, NEED_SSL, arm_session_equal},
    {OP_SESSION_REUSED, NEED_SSL, arm_session_reused},
    {OP_CONTEXT_SESSION_STATS, NEED_CTX, arm_context_session_stats},
    {OP_BIOS, NEED_NOTHING, arm_bios},
    {0},
};
