/* SPDX-License-Identifier: Apache-2.0
 * needs: collect record splice number */
static mbio_status swap(struct wire *w, size_t k)
{
    size_t start, len, next, next_len;
    void *copy;

    collect(w);
    len = record(w, k, &start);
    next_len = record(w, k + 1, &next);
    copy = must(malloc(next_len + 1));
    memcpy(copy, w->data + next, next_len);
    splice(w, next, next_len, NULL, 0);
    splice(w, start, 0, copy, next_len);
    (void)len;
    free(copy);
    return number((long long)w->len);
}
