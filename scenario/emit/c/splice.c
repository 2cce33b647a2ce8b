/* SPDX-License-Identifier: Apache-2.0
 * needs: wire */
/* Replaces bytes of the wire. */
static void splice(struct wire *w, size_t at, size_t gone, const void *data, size_t len)
{
    w->data = must(realloc(w->data, w->len + len + 1));
    memmove(w->data + at + len, w->data + at + gone, w->len - at - gone);
    if (len > 0) {
        memcpy(w->data + at, data, len);
    }
    w->len += len - gone;
}
