/* SPDX-License-Identifier: Apache-2.0
 *
 * test_independence.c: no result depends on errno, on the locale, or on when an earlier
 * call was made (LIB-05): all calls are made under each of these and must give the same.
 *
 * The clock is this program's own: its functions stand in for libc's in libcrypto, too.
 */
#include "everything.h"
#include "support.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* ---------------------------------------------------------------------- clock */

/* 2027-01-15 08:00:00 UTC: within the life of the test certificates. */
static time_t now = 1800000000;

time_t time(time_t *t)
{
    if (t != NULL) {
        *t = now;
    }
    return now;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    (void)zone;
    *tv = (struct timeval){now, 0};
    return 0;
}

/* ------------------------------------------------------------------- disturbing */

static const int numbers[] = {0, EINTR, EAGAIN, ENOENT, EIO, EPIPE, ENOMEM, -1, 123456};
static const int steps[] = {0, 1, 59, 100, 1000}; /* seconds between two calls */

#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))

static void nothing(int kind)
{
    (void)kind;
}

static void nothing_after(int kind, const char *call, bool tells)
{
    (void)kind;
    (void)call;
    (void)tells;
}

static void set_errno(int kind)
{
    errno = numbers[kind];
}

static void pass_time(int kind)
{
    now += steps[kind];
}

static struct log plain = {.before = nothing, .after = nothing_after};

static void check_same(void (*before)(int kind), int kind)
{
    static struct log other;

    everything(&plain);
    other = (struct log){.before = before, .after = nothing_after, .kind = kind};
    everything(&other);
    same_lines(&plain, &other);
}

/* LIB-05.a. */
START_TEST(test_errno)
{
    check_same(set_errno, _i);
}
END_TEST

/* LIB-05.c. */
START_TEST(test_time)
{
    check_same(pass_time, _i);
}
END_TEST

/* The clock above is the one that libcrypto reads. */
START_TEST(test_clock_is_ours)
{
    struct pair p;
    mbio_session *session;

    now += 12345;
    pair_open(&p, MBIO_TLSv1_3);
    check_ok(mbio_ssl_get_session(p.c.ssl, &session, NULL));
    ck_assert_int_eq(mbio_session_get_time(session), now);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

/* -------------------------------------------------------------------------- locale */

/* Makes a locale with its own upper case, comma and words, if this machine can. */
static bool make_locale(char *dir)
{
    char command[200];

    if (mkdtemp(dir) == NULL) {
        return false;
    }
    setenv("LOCPATH", dir, 1);
    snprintf(command, sizeof command,
             "localedef -c -i tr_TR -f ISO-8859-9 '%s/tr_TR' >'%s/log' 2>&1", dir, dir);
    return system(command) != -1 && setlocale(LC_ALL, "tr_TR") != NULL;
}

static void remove_locale(const char *dir)
{
    char command[200];

    setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

/* LIB-05.b. */
START_TEST(test_locale)
{
    static struct log other = {.before = nothing, .after = nothing_after};
    char dir[] = "/tmp/membio-locale-XXXXXX";
    bool made;

    everything(&plain);
    made = make_locale(dir);
    if (!made && setlocale(LC_ALL, "C.UTF-8") == NULL) {
        printf("# no locale but C on this machine\n");
    }
    printf("# locale %s\n", setlocale(LC_ALL, NULL));
    everything(&other);
    remove_locale(dir);
    same_lines(&plain, &other);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("independence");
    TCase *tc = tcase_create("independence");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, test_errno, 0, COUNT(numbers));
    tcase_add_loop_test(tc, test_time, 0, COUNT(steps));
    tcase_add_test(tc, test_clock_is_ours);
    tcase_add_test(tc, test_locale);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
