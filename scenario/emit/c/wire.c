/* SPDX-License-Identifier: Apache-2.0
 * needs: */
/* What is on its way from one end to the other. */
struct wire {
    struct end *from, *to;
    unsigned char *data;
    size_t len;
};

static struct wire c_to_s = {&c, &s, NULL, 0}, s_to_c = {&s, &c, NULL, 0};
