/* SPDX-License-Identifier: Apache-2.0
 * needs: collect deliver */
/* do_handshake on both ends, and moves, until both are done or nothing moves: the first
 * failure, or what the last one gave that had to wait. */
static void pump(const char *expected)
{
    struct wire *const ways[] = {&c_to_s, &s_to_c};
    static const char *const lines[] = {"c do_handshake", "s do_handshake"};
    mbio_status how[] = {MBIO_WANT_READ, MBIO_WANT_READ};
    mbio_error errors[2];
    int moved = 1, failure = -1;

    memset(errors, 0, sizeof errors);
    for (int round = 0; moved && round < 16; round++) {
        moved = 0;
        for (int i = 0; i < 2; i++) {
            if (how[i] == MBIO_WANT_READ) {
                how[i] = mbio_ssl_do_handshake(ways[i]->from->ssl, &err);
                errors[i] = err;
                step(ways[i]->from, lines[i], how[i], NULL);
                failure = failure < 0 && how[i] != MBIO_OK && how[i] != MBIO_WANT_READ
                              ? i
                              : failure;
            }
            moved = collect(ways[i]) > 0 || moved;
            deliver(ways[i], ways[i]->len);
            forget();
        }
    }
    failure = failure >= 0 ? failure : how[0] == MBIO_WANT_READ ? 0 : 1;
    err = errors[failure];
    step(&s, "pump", how[failure], expected);
}
