/* SPDX-License-Identifier: Apache-2.0
 * needs: collect record splice number */
static mbio_status dup(struct wire *w, size_t k)
{
    size_t start, len;
    void *copy;

    collect(w);
    len = record(w, k, &start);
    copy = must(malloc(len + 1));
    memcpy(copy, w->data + start, len);
    splice(w, start, 0, copy, len);
    free(copy);
    return number((long long)w->len);
}
