/* SPDX-License-Identifier: Apache-2.0
 * needs: words */
static const char *name;

static mbio_status named(mbio_status how)
{
    words(name);
    return how;
}
