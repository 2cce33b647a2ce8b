# SPDX-License-Identifier: Apache-2.0
# needs:
def shown(session):
    return session and (len(session.id), session.has_ticket, session.ticket_lifetime_hint,
                        session.timeout)


def keep_session(end):
    end.kept = end.object.session
    return shown(end.kept)


def session_stats(end):
    names = ("number connect connect_good connect_renegotiate accept accept_good "
             "accept_renegotiate hits misses timeouts cache_full")
    return tuple(map(end.context.session_stats().get, names.split()))
