/* SPDX-License-Identifier: Apache-2.0
 *
 * output.c: files that are written whole or not at all.
 */
#include "output.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_MAX_AT_ONCE 16

/* The partial files that there are, for output_abandon. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *partials[OPEN_MAX_AT_ONCE];

static void replace(const char *old, const char *new)
{
    for (int i = 0; i < OPEN_MAX_AT_ONCE; i++) {
        if (partials[i] == old) {
            partials[i] = new;
            return;
        }
    }
}

static bool refuse(const struct output *o)
{
    fprintf(stderr, "membio-conform: %s: %s\n", o->path, strerror(errno));
    return false;
}

bool output_open(struct arena *a, struct output *o, const char *path)
{
    struct stat st;

    memset(o, 0, sizeof *o);
    if (path == NULL) {
        return true;
    }
    o->path = path;
    if (stat(path, &st) != 0 || S_ISREG(st.st_mode)) {
        o->partial = arena_printf(a, "%s.part", path);
    }
    pthread_mutex_lock(&lock);
    o->out = fopen(o->partial == NULL ? path : o->partial, "w");
    if (o->out != NULL && o->partial != NULL) {
        replace(NULL, o->partial);
    }
    pthread_mutex_unlock(&lock);
    return o->out != NULL || refuse(o);
}

bool output_close(struct output *o, bool keep)
{
    bool ok;

    if (o->out == NULL) {
        return true;
    }
    ok = !ferror(o->out);
    ok = fclose(o->out) == 0 && ok;
    o->out = NULL;
    pthread_mutex_lock(&lock);
    if (ok && keep && o->partial != NULL) {
        ok = rename(o->partial, o->path) == 0;
    }
    if (!ok) {
        refuse(o);
    }
    if (o->partial != NULL && (!ok || !keep)) {
        unlink(o->partial);
    }
    replace(o->partial, NULL);
    pthread_mutex_unlock(&lock);
    return ok;
}

bool output_text(struct arena *a, const char *path, const char *text)
{
    struct output out;

    if (path == NULL) {
        fputs(text, stdout);
        return true;
    }
    if (!output_open(a, &out, path)) {
        return false;
    }
    fputs(text, out.out);
    return output_close(&out, true);
}

void output_abandon(void)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < OPEN_MAX_AT_ONCE; i++) {
        if (partials[i] != NULL) {
            unlink(partials[i]);
        }
    }
    /* Kept: whoever comes now waits until the process has ended. */
}
