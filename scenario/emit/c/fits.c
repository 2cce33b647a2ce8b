/* SPDX-License-Identifier: Apache-2.0
 * needs: */
/* The next word of a text; its length, 0 at the end. */
static size_t next_word(const char **p)
{
    *p += strspn(*p, " ");
    return strcspn(*p, " ");
}

/* Is `name=text` among the fields of the answer? `none`: the field is not there. */
static int has_field(const char *answer, const char *field, size_t len)
{
    size_t name = strcspn(field, "=") + 1, n;

    for (const char *p = answer; (n = next_word(&p)) > 0; p += n) {
        if (n >= name && strncmp(p, field, name) == 0) {
            return n == len && strncmp(p, field, len) == 0;
        }
    }
    return len == name + 4 && strncmp(field + name, "none", 4) == 0;
}

static int relation_holds(const char *sign, long long n, long long bound)
{
    return *sign == '!'   ? n != bound
           : n == bound   ? sign[1] == '='
           : *sign == '<' ? n < bound
                          : n > bound;
}

static int alternative_fits(const char *answer, const char *want)
{
    const char *p = want, *got = answer;
    size_t n = next_word(&p), m = next_word(&got);
    int negated = *p == '!';

    if (n == 1 && *p == '*') {
        return 1;
    }
    if ((n - (size_t)negated == m && strncmp(p + negated, got, m) == 0) == negated &&
        memchr(p, '*', n) == NULL) {
        return 0;
    }
    p += memchr(p, '*', n) == NULL ? n : 0; /* runs are the value themselves */
    got += m;
    for (n = next_word(&p); n > 0; p += n, n = next_word(&p)) {
        if (memchr(p, '=', n) != NULL && memchr("<>!", *p, 3) == NULL) {
            if (!has_field(answer, p, n)) {
                return 0;
            }
            continue;
        }
        m = next_word(&got);
        if (m == 0 || memchr(got, '=', m) != NULL) {
            return 0; /* no value, or no more of it */
        }
        if (memchr("<>!", *p, 3) != NULL) {
            const char *sign = p;

            p += n;
            n = next_word(&p);
            if (!relation_holds(sign, strtoll(got, NULL, 10), strtoll(p, NULL, 10))) {
                return 0;
            }
        } else if (!(n == 1 && *p == '*') && (n != m || strncmp(p, got, n) != 0)) {
            return 0;
        }
        got += m;
    }
    return 1;
}

/* Is the answer one of `A | B why REASON`? */
static int fits(const char *answer, const char *expected)
{
    char *copy = must(malloc(strlen(expected) + 1)), *why;
    int found = 0;

    strcpy(copy, expected);
    why = strstr(copy, " why ");
    if (why != NULL) {
        *why = '\0';
    }
    for (char *part = strtok(copy, "|"); part != NULL && !found; part = strtok(NULL, "|")) {
        found = alternative_fits(answer, part);
    }
    free(copy);
    return found;
}
