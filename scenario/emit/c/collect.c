/* SPDX-License-Identifier: Apache-2.0
 * needs: wire */
/* Puts onto the wire what the sender's outgoing BIO holds; the bytes then on it. */
static size_t collect(struct wire *w)
{
    size_t n = 0, more = mbio_pending(w->from->outgoing);

    w->data = must(realloc(w->data, w->len + more + 1));
    if (more > 0 &&
        mbio_read(w->from->outgoing, w->data + w->len, &n, more, &err) == MBIO_OK) {
        w->len += n;
    }
    return w->len;
}
