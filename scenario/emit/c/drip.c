/* SPDX-License-Identifier: Apache-2.0
 * needs: collect deliver */
/* Delivers `size` bytes at a time, with a call after each: the last answer, with the
 * statuses of all as its value. */
static void drip(const char *line, struct wire *w, size_t size, mbio_status (*call)(void),
                 const char *expected)
{
    char *runs = must(calloc(1, (collect(w) + 1) * 16 + 16)), last[2048] = "ok", now[16] = "";
    unsigned count = 0;

    while (w->len > 0) {
        mbio_status how = deliver(w, size);
        size_t n;

        how = how == MBIO_OK ? call() : how;
        free(value);
        value = NULL; /* of the answer only its fields */
        answer_of(how, last, sizeof last);
        forget();
        n = strcspn(last, " ");
        if (count > 0 && (strlen(now) != n || strncmp(now, last, n) != 0)) {
            sprintf(runs + strlen(runs), count > 1 ? " %s*%u" : " %s", now, count);
            count = 0;
        }
        snprintf(now, sizeof now, "%.*s", (int)n, last);
        count++;
    }
    if (count > 0) {
        char *answer = must(malloc(strlen(runs) + sizeof last + 32));

        sprintf(runs + strlen(runs), count > 1 ? " %s*%u" : " %s", now, count);
        sprintf(answer, "%s%s%s", now, runs, last + strlen(now));
        tell(w->to, line, answer, expected);
        free(answer);
    } else {
        tell(w->to, line, "ok", expected);
    }
    free(runs);
}
