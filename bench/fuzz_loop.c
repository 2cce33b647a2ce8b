/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_loop.c: a fuzz target in a warm loop, for bench/fuzz: no fuzzer, no files while the
 * clock runs. Linked with any target.
 *
 *     bench/fuzz_loop_NAME FOLDER...
 *
 * plays every file once, then again for each line on stdin, and says then what an input took, in
 * nanoseconds of CPU time: a line for a line.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The largest input, in bytes, and how many there may be. */
#define INPUT_MAX  ((size_t)1 << 16)
#define INPUTS_MAX 10000

static struct input {
    uint8_t *data;
    size_t len;
} inputs[INPUTS_MAX];
static size_t count;

static void fail(const char *what)
{
    fprintf(stderr, "bench/fuzz_loop: %s\n", what);
    exit(2);
}

static void load(const char *folder, const char *name)
{
    char path[4096];
    struct input *in = &inputs[count];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    in->data = malloc(INPUT_MAX);
    if (file == NULL || in->data == NULL || count == INPUTS_MAX - 1) {
        fail(path);
    }
    in->len = fread(in->data, 1, INPUT_MAX, file);
    fclose(file);
    count++;
}

static void load_folder(const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);

    if (n < 0) {
        fail(folder);
    }
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            load(folder, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
}

static double cpu_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double play(void)
{
    double begin = cpu_now();

    for (size_t i = 0; i < count; i++) {
        LLVMFuzzerTestOneInput(inputs[i].data, inputs[i].len);
    }
    return (cpu_now() - begin) / (double)count;
}

int main(int argc, char **argv)
{
    char line[16];

    for (int i = 1; i < argc; i++) {
        load_folder(argv[i]);
    }
    if (count == 0) {
        fail("no inputs");
    }
    LLVMFuzzerInitialize(&argc, &argv);
    play();
    while (fgets(line, sizeof line, stdin) != NULL) {
        printf("%.0f\n", play());
        fflush(stdout);
    }
    for (size_t i = 0; i < count; i++) {
        free(inputs[i].data);
    }
    return 0;
}
