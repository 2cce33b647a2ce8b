/* SPDX-License-Identifier: Apache-2.0
 * needs: collect record splice number */
static mbio_status drop(struct wire *w, size_t k)
{
    size_t start, len;

    collect(w);
    len = record(w, k, &start);
    splice(w, start, len, NULL, 0);
    return number((long long)w->len);
}
