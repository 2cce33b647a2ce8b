/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status refuse(const char *class)
{
    refusal = class;
    return MBIO_VALUE;
}
