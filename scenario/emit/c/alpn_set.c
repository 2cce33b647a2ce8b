/* SPDX-License-Identifier: Apache-2.0
 * needs: */
/* A list that commas join. */
static mbio_status set_alpn(mbio_ctx *ctx, const char *joined)
{
    const char *list[64];
    char *copy = must(malloc(strlen(joined) + 1)), *p = copy;
    size_t count = 0;
    mbio_status how;

    strcpy(copy, joined);
    while (*joined != '\0' && count < 64) {
        list[count++] = p;
        p += strcspn(p, ",");
        if (*p == '\0') {
            break;
        }
        *p++ = '\0';
    }
    how = mbio_ctx_set_alpn_protocols(ctx, list, count, &err);
    free(copy);
    return how;
}
