/* SPDX-License-Identifier: Apache-2.0
 *
 * test_wire.c: records on the wire, and what can happen to them.
 */
#include "support.h"

#include <string.h>

#include "scenario/wire.h"

/* Three records of 6, 7 and 5 bytes. */
#define RECORD_A                                                                         \
    "\x16\x03\x03\x00\x01"                                                               \
    "a"
#define RECORD_B                                                                         \
    "\x17\x03\x03\x00\x02"                                                               \
    "bb"
#define RECORD_C "\x15\x03\x03\x00\x00"
#define LEN_A    6
#define LEN_B    7
#define LEN_C    5
#define LEN_ALL  (LEN_A + LEN_B + LEN_C)

static struct wire three(void)
{
    struct wire w = {NULL, 0, 0};

    wire_append(&w, RECORD_A RECORD_B RECORD_C, LEN_ALL);
    return w;
}

static void check_wire(const struct wire *w, const char *want, size_t len)
{
    ck_assert_uint_eq(w->len, len);
    ck_assert_uint_ge(w->cap, len);
    ck_assert(len == 0 || memcmp(w->data, want, len) == 0);
}

START_TEST(test_append_and_drop)
{
    struct wire w = {NULL, 0, 0};
    char text[1000];

    wire_append(&w, NULL, 0);
    wire_drop(&w, 0);
    check_wire(&w, "", 0);
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)('a' + i % 26);
        wire_append(&w, &text[i], 1);
    }
    check_wire(&w, text, sizeof text);
    wire_drop(&w, 990);
    check_wire(&w, text + 990, 10);
    wire_drop(&w, 10);
    check_wire(&w, "", 0);
    wire_free(&w);
    ck_assert_ptr_null(w.data);
    wire_free(&w);
}
END_TEST

START_TEST(test_records)
{
    static const struct {
        size_t start, len;
    } want[] = {{0, LEN_A}, {LEN_A, LEN_B}, {LEN_A + LEN_B, LEN_C}};
    struct wire w = three();
    size_t start = 99, len = 99;

    for (size_t k = 0; k < 3; k++) {
        ck_assert(wire_record(&w, k, &start, &len));
        ck_assert_uint_eq(start, want[k].start);
        ck_assert_uint_eq(len, want[k].len);
    }
    ck_assert(!wire_record(&w, 3, &start, &len));
    ck_assert(!wire_record(&w, SIZE_MAX, &start, &len));
    wire_free(&w);
    ck_assert(!wire_record(&w, 0, &start, &len));
}
END_TEST

START_TEST(test_record_that_is_not_complete)
{
    for (int64_t keep = LEN_A + 1; keep < LEN_A + LEN_B; keep++) {
        struct wire w = three();
        size_t start = 99, len = 99;

        ck_assert(wire_cut(&w, keep));
        ck_assert(wire_record(&w, 1, &start, &len));
        ck_assert_uint_eq(start, LEN_A);
        ck_assert_uint_eq(len, (size_t)keep - LEN_A); /* as far as it goes */
        ck_assert(!wire_record(&w, 2, &start, &len));
        ck_assert(wire_dup_record(&w, 1));
        ck_assert_uint_eq(w.len, LEN_A + 2 * ((size_t)keep - LEN_A));
        wire_free(&w);
    }
}
END_TEST

START_TEST(test_cut)
{
    struct wire w = three();

    ck_assert(wire_cut(&w, LEN_ALL));
    check_wire(&w, RECORD_A RECORD_B RECORD_C, LEN_ALL);
    ck_assert(wire_cut(&w, 8));
    check_wire(&w, RECORD_A "\x17\x03", 8);
    ck_assert(!wire_cut(&w, 9));
    ck_assert(wire_cut(&w, 0));
    check_wire(&w, "", 0);
    wire_free(&w);
}
END_TEST

START_TEST(test_flip)
{
    struct wire w = three();

    ck_assert(wire_flip(&w, 0, 0));
    ck_assert_uint_eq(w.data[0], 0x17);
    ck_assert(wire_flip(&w, 0, 7));
    ck_assert_uint_eq(w.data[0], 0x97);
    ck_assert(wire_flip(&w, -1, 1)); /* from the end */
    ck_assert_uint_eq(w.data[LEN_ALL - 1], 2);
    ck_assert(wire_flip(&w, -LEN_ALL, 0));
    ck_assert_uint_eq(w.data[0], 0x96);
    ck_assert(wire_flip(&w, LEN_ALL - 1, 1));
    ck_assert_uint_eq(w.data[LEN_ALL - 1], 0);
    wire_free(&w);
}
END_TEST

START_TEST(test_drop_dup_swap)
{
    struct wire w = three();

    ck_assert(wire_swap_records(&w, 0));
    check_wire(&w, RECORD_B RECORD_A RECORD_C, LEN_ALL);
    ck_assert(wire_swap_records(&w, 1));
    check_wire(&w, RECORD_B RECORD_C RECORD_A, LEN_ALL);
    ck_assert(wire_dup_record(&w, 0));
    check_wire(&w, RECORD_B RECORD_B RECORD_C RECORD_A, LEN_ALL + LEN_B);
    ck_assert(wire_dup_record(&w, 3));
    check_wire(&w, RECORD_B RECORD_B RECORD_C RECORD_A RECORD_A, LEN_ALL + LEN_B + LEN_A);
    ck_assert(wire_drop_record(&w, 2));
    ck_assert(wire_drop_record(&w, 0));
    check_wire(&w, RECORD_B RECORD_A RECORD_A, LEN_B + LEN_A + LEN_A);
    ck_assert(wire_drop_record(&w, 2));
    ck_assert(wire_drop_record(&w, 0));
    ck_assert(wire_drop_record(&w, 0));
    ck_assert(!wire_drop_record(&w, 0));
    check_wire(&w, "", 0);
    wire_free(&w);
}
END_TEST

START_TEST(test_insert)
{
    struct wire w = {NULL, 0, 0};

    ck_assert(wire_insert(&w, "", 0, 0));
    ck_assert(wire_insert(&w, "ad", 2, 0));
    ck_assert(wire_insert(&w, "bc", 2, 1));
    ck_assert(wire_insert(&w, "ef", 2, 4));
    ck_assert(wire_insert(&w, "", 0, 6));
    check_wire(&w, "abcdef", 6);
    ck_assert(!wire_insert(&w, "", 0, 7));
    check_wire(&w, "abcdef", 6);
    wire_free(&w);
}
END_TEST

/* What does not exist cannot be changed, and nothing else is. */
START_TEST(test_out_of_range)
{
    static const int64_t records[] = {3, -1, 1000, INT64_MAX, INT64_MIN};
    struct wire w = three();

    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        ck_assert(!wire_drop_record(&w, records[i]));
        ck_assert(!wire_dup_record(&w, records[i]));
        ck_assert(!wire_swap_records(&w, records[i]));
    }
    ck_assert(!wire_swap_records(&w, 2)); /* the last has no next */
    ck_assert(!wire_cut(&w, -1));
    ck_assert(!wire_cut(&w, LEN_ALL + 1));
    ck_assert(!wire_cut(&w, INT64_MAX));
    ck_assert(!wire_flip(&w, LEN_ALL, 0));
    ck_assert(!wire_flip(&w, -LEN_ALL - 1, 0));
    ck_assert(!wire_flip(&w, INT64_MIN, 0));
    ck_assert(!wire_flip(&w, INT64_MAX, 0));
    ck_assert(!wire_flip(&w, 0, 8));
    ck_assert(!wire_flip(&w, 0, -1));
    ck_assert(!wire_insert(&w, "x", 1, -1));
    ck_assert(!wire_insert(&w, "x", 1, LEN_ALL + 1));
    check_wire(&w, RECORD_A RECORD_B RECORD_C, LEN_ALL);
    wire_free(&w);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_append_and_drop,
        test_records,
        test_record_that_is_not_complete,
        test_cut,
        test_flip,
        test_drop_dup_swap,
        test_insert,
        test_out_of_range,
    };

    return run_suite(suite_of("wire", tests, sizeof tests / sizeof *tests));
}
