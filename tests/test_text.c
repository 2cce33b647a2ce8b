/* SPDX-License-Identifier: Apache-2.0
 *
 * test_text.c: the words of the scenario language.
 */
#include "support.h"

#include <string.h>

#include "scenario/text.h"

static struct slice slice(const char *text)
{
    return (struct slice){text, strlen(text)};
}

START_TEST(test_words)
{
    struct slice rest = slice(" \t c  read\t100 \r"), word;

    ck_assert(next_word(&rest, &word) && slice_is(word, "c"));
    ck_assert(next_word(&rest, &word) && slice_is(word, "read"));
    ck_assert(next_word(&rest, &word) && slice_is(word, "100"));
    ck_assert(!next_word(&rest, &word));
    ck_assert_uint_eq(word.len, 0);
    rest = slice("");
    ck_assert(!next_word(&rest, &word));
    ck_assert(slice_is(trim(slice("  a b \t\r")), "a b"));
    ck_assert(slice_is(trim(slice(" \t ")), ""));
    ck_assert(!slice_is(slice("read"), "rea"));
    ck_assert(!slice_is(slice("rea"), "read"));
    /* A slice ends where it ends, whatever stands behind. */
    ck_assert(slice_is((struct slice){"readable", 4}, "read"));
}
END_TEST

static const struct {
    const char *word;
    bool ok;
    int64_t n;
} ints[] = {
    {"0", true, 0},
    {"7", true, 7},
    {"-1", true, -1},
    {"-0", true, 0},
    {"007", true, 7},
    {"2147483648", true, 2147483648},
    {"9223372036854775807", true, INT64_MAX},
    {"-9223372036854775807", true, -INT64_MAX},
    {"-9223372036854775808", true, INT64_MIN},
    {"9223372036854775808", false, 0},
    {"-9223372036854775809", false, 0},
    {"9223372036854775810", false, 0},
    {"18446744073709551616", false, 0},
    {"99999999999999999999999", false, 0},
    {"", false, 0},
    {"-", false, 0},
    {"--1", false, 0},
    {"+1", false, 0},
    {"1x", false, 0},
    {"0x1", false, 0},
    {"1 ", false, 0},
    {"1.0", false, 0},
};

START_TEST(test_int)
{
    int64_t n = 99;

    ck_assert_int_eq(parse_int(slice(ints[_i].word), &n), ints[_i].ok);
    if (ints[_i].ok) {
        ck_assert_int_eq(n, ints[_i].n);
    }
}
END_TEST

START_TEST(test_bool)
{
    static const char *const wrong[] = {"", "2", "-1", "01", "true", "00", "1 "};
    int64_t n = 99;

    ck_assert(parse_bool(slice("1"), &n));
    ck_assert_int_eq(n, 1);
    ck_assert(parse_bool(slice("0"), &n));
    ck_assert_int_eq(n, 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!parse_bool(slice(wrong[i]), &n), "%s", wrong[i]);
    }
}
END_TEST

START_TEST(test_hex)
{
    static const char *const wrong[] = {"", "0", "abc", "AB", "0g", "0x10", "--", "a b"};
    struct arena a = {NULL};
    uint8_t *data;
    size_t len;

    ck_assert(parse_hex(&a, slice("00ff7e"), &data, &len));
    ck_assert_uint_eq(len, 3);
    ck_assert_mem_eq(data, "\x00\xff\x7e", 3);
    ck_assert(parse_hex(&a, slice("-"), &data, &len));
    ck_assert_uint_eq(len, 0);
    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!parse_hex(&a, slice(wrong[i]), &data, &len), "%s", wrong[i]);
    }
    ck_assert_str_eq(format_hex(&a, "\x00\x0a\xf0", 3), "000af0");
    ck_assert_str_eq(format_hex(&a, "", 0), "-");
    ck_assert_str_eq(format_hex(&a, NULL, 0), "-");
    arena_free(&a);
}
END_TEST

START_TEST(test_hex_of_every_byte)
{
    uint8_t all[256], back[256];
    char digits[513];

    for (unsigned i = 0; i < 256; i++) {
        all[i] = (uint8_t)i;
    }
    memset(digits, 'x', sizeof digits);
    hex_encode(digits, all, 256);
    ck_assert_uint_eq(strlen(digits), 512);
    ck_assert_mem_eq(digits + 2 * 0xa5, "a5", 2);
    ck_assert(hex_decode(back, digits, 512));
    ck_assert_mem_eq(back, all, 256);
    ck_assert(!hex_decode(back, digits, 511));
    hex_encode(digits, all, 0);
    ck_assert_str_eq(digits, "");
    ck_assert(hex_decode(back, "", 0));
}
END_TEST

static const struct {
    const char *text, *word;
} texts[] = {
    {"", "-"},
    {"-", "%2d"},
    {"none", "%6eone"},
    {"nonesuch", "nonesuch"},
    {"--", "--"},
    {"localhost", "localhost"},
    {"a b", "a%20b"},
    {"100%", "100%25"},
    {"k=v", "k%3dv"},
    {"ECDHE+AESGCM:!aNULL", "ECDHE+AESGCM:!aNULL"},
    {"\n\t\x7f~", "%0a%09%7f~"},
    {"\xc3\xa4", "%c3%a4"},
};

START_TEST(test_text)
{
    struct arena a = {NULL};
    size_t len = strlen(texts[_i].text), back;
    uint8_t *data;

    ck_assert_str_eq(format_text(&a, texts[_i].text, len), texts[_i].word);
    ck_assert(parse_text(&a, slice(texts[_i].word), &data, &back));
    ck_assert_uint_eq(back, len);
    ck_assert_str_eq((const char *)data, texts[_i].text); /* NUL behind it */
    arena_free(&a);
}
END_TEST

START_TEST(test_text_of_any_bytes)
{
    struct arena a = {NULL};
    uint8_t bytes[64], *back;
    uint32_t random = 12345;
    size_t len;

    for (int round = 0; round < 500; round++) {
        const char *word;

        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525 + 1013904223;
            bytes[i] = (uint8_t)(random >> 24);
        }
        len = random % sizeof bytes;
        word = format_text(&a, bytes, len);
        for (const char *p = word; *p != '\0'; p++) {
            ck_assert(*p > ' ' && *p <= '~' && *p != '=');
        }
        ck_assert(parse_text(&a, slice(word), &back, &len));
        ck_assert_uint_eq(len, random % sizeof bytes);
        ck_assert(len == 0 || memcmp(back, bytes, len) == 0);
    }
    arena_free(&a);
}
END_TEST

START_TEST(test_malformed_text)
{
    static const char *const wrong[] = {"", "%", "a%", "a%2", "%zz", "%2F", "% 2"};
    struct arena a = {NULL};
    uint8_t *data;
    size_t len;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!parse_text(&a, slice(wrong[i]), &data, &len), "%s", wrong[i]);
    }
    arena_free(&a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_words,
        test_bool,
        test_hex,
        test_hex_of_every_byte,
        test_text_of_any_bytes,
        test_malformed_text,
    };
    Suite *suite = suite_of("text", tests, sizeof tests / sizeof *tests);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_int, 0, (int)(sizeof ints / sizeof *ints));
    tcase_add_loop_test(rows, test_text, 0, (int)(sizeof texts / sizeof *texts));
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
