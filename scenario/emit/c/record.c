/* SPDX-License-Identifier: Apache-2.0
 * needs: wire */
/* Where TLS record `k` begins; its length. */
static size_t record(struct wire *w, size_t k, size_t *start)
{
    size_t size = 0;

    *start = 0;
    for (size_t i = 0; i <= k; i++) {
        *start += size;
        size = w->len - *start;
        if (size >= 5) {
            size_t whole = 5 + (size_t)(w->data[*start + 3] << 8 | w->data[*start + 4]);

            size = whole < size ? whole : size;
        }
    }
    return size;
}
