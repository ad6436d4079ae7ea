/* SPDX-License-Identifier: MIT */

/*
 * The main of a fuzz target where libFuzzer is not there.
 *
 *     fuzz_x               runs inputs that are the same every time: the seeds
 *                          of tests/fuzz/corpus/x, changes of them, and octets
 *                          that follow no rule; $FUZZ_RUNS says how many
 *     fuzz_x FILE|FOLDER   runs these, to see again what failed
 *
 * It speaks TAP. If an input kills the program, its number is said, and
 * $FUZZ_ONLY=NUMBER writes that input to standard output instead.
 */

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INPUT_MOST 65536
#define RANDOM_MOST 512
#define SEEDS_MOST 256
#define RUNS 3000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    uint8_t *data;
    size_t size;
} input;

static input seeds[SEEDS_MOST];
static size_t seed_count;
static volatile sig_atomic_t run_number;

static void fail(const char *what, const char *path)
{
    printf("Bail out! %s %s\n", what, path);
    exit(1);
}

/* Only what a signal handler may do. */
static void say_run_number(int signal_number)
{
    char text[] = "# it was run 0000000000\n";
    unsigned long number = (unsigned long)run_number;

    for (char *digit = text + sizeof text - 3; number > 0; digit--) {
        *digit = (char)('0' + number % 10);
        number /= 10;
    }
    if (write(STDERR_FILENO, text, sizeof text - 1) >= 0)
        signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static input read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    input read = { malloc(INPUT_MOST), 0 };

    if (file == NULL || read.data == NULL)
        fail("cannot read", path);
    read.size = fread(read.data, 1, INPUT_MOST, file);
    fclose(file);
    return read;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the files of FOLDER, in the order of their names, to the seeds. */
static void add_folder(const char *folder, DIR *open)
{
    char *paths[SEEDS_MOST];
    size_t count = 0;
    struct dirent *entry;

    while ((entry = readdir(open)) != NULL && count < SEEDS_MOST) {
        const size_t size = strlen(folder) + strlen(entry->d_name) + 2;

        if (entry->d_name[0] == '.')
            continue;
        paths[count] = malloc(size);
        if (paths[count] == NULL)
            fail("no memory for", folder);
        snprintf(paths[count++], size, "%s/%s", folder, entry->d_name);
    }
    qsort(paths, count, sizeof *paths, compare_names);
    for (size_t i = 0; i < count; i++) {
        if (seed_count < SEEDS_MOST)
            seeds[seed_count++] = read_file(paths[i]);
        free(paths[i]);
    }
}

/* Adds a file, or the files of a folder; a folder that is not there has none.
 */
static void add_seeds(const char *path)
{
    struct stat status;
    DIR *open;

    if (stat(path, &status) != 0)
        return;
    if (!S_ISDIR(status.st_mode)) {
        if (seed_count < SEEDS_MOST)
            seeds[seed_count++] = read_file(path);
        return;
    }
    open = opendir(path);
    if (open == NULL)
        fail("cannot open", path);
    add_folder(path, open);
    closedir(open);
}

/* The corpus of the program PROGRAM, .../fuzz_x, is tests/fuzz/corpus/x. */
static void add_corpus(const char *program)
{
    const char *source = getenv("srcdir");
    const char *slash = strrchr(program, '/');
    const char *name = slash == NULL ? program : slash + 1;
    char path[4096];

    if (strncmp(name, "fuzz_", 5) == 0)
        name += 5;
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s",
             source == NULL ? "." : source, name);
    add_seeds(path);
}

/* xorshift64: the same numbers everywhere. */
static uint64_t next(uint64_t *chance)
{
    *chance ^= *chance << 13;
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    return *chance;
}

static size_t below(uint64_t *chance, size_t limit)
{
    return limit == 0 ? 0 : (size_t)(next(chance) % limit);
}

/* One octet; those that mean something in mail come more often. */
static uint8_t octet(uint64_t *chance)
{
    static const char telling[] = "\r\n\t =?_.,;:<>@()[]\"\\'*%&-+/"
                                  "\0\x7f\x80\xbf\xc3\xe2\xf0\xff"
                                  "0AaZz9";
    const uint64_t drawn = next(chance);

    if (drawn % 4 == 0)
        return (uint8_t)(drawn >> 8);
    return (uint8_t)telling[(drawn >> 8) % (sizeof telling - 1)];
}

static void change(uint8_t *data, size_t *size, uint64_t *chance)
{
    const size_t place = below(chance, *size);
    const size_t tail = *size - place;

    switch (next(chance) % 4) {
    case 0: /* another octet */
        if (tail > 0)
            data[place] = octet(chance);
        break;
    case 1: /* an octet more */
        if (*size < INPUT_MOST) {
            memmove(data + place + 1, data + place, tail);
            data[place] = octet(chance);
            *size += 1;
        }
        break;
    case 2: /* some octets less */
        *size -= below(chance, tail < 16 ? tail : 16);
        memmove(data + place, data + place + (tail - (*size - place)),
                *size - place);
        break;
    default: /* some octets twice */
        if (*size + tail <= INPUT_MOST && tail < 256) {
            memmove(data + place + tail, data + place, tail);
            *size += tail;
        }
        break;
    }
}

/* Makes input number NUMBER in DATA, and gives its size. */
static size_t make(uint64_t number, uint8_t *data)
{
    uint64_t chance = (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
    size_t size = 0;

    next(&chance);
    if (number < seed_count || (seed_count > 0 && number % 4 != 0)) {
        const input *seed = &seeds[number % seed_count];

        size = seed->size;
        memcpy(data, seed->data, size);
        if (number < seed_count)
            return size;
        for (size_t i = 1 + below(&chance, 8); i > 0; i--)
            change(data, &size, &chance);
        return size;
    }
    size = below(&chance, RANDOM_MOST);
    for (size_t i = 0; i < size; i++)
        data[i] = octet(&chance);
    return size;
}

/* In a block of its exact size, so that a step too far is seen. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size == 0 ? 1 : size);

    if (exact == NULL)
        fail("no memory for", "an input");
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

int main(int count, char **arguments)
{
    static uint8_t data[INPUT_MOST];
    const uint64_t only = number_from("FUZZ_ONLY", UINT64_MAX);
    uint64_t runs;

    for (int i = 1; i < count; i++)
        add_seeds(arguments[i]);
    if (count == 1)
        add_corpus(arguments[0]);
    if (only != UINT64_MAX)
        return fwrite(data, 1, make(only, data), stdout) == 0;

    signal(SIGABRT, say_run_number);
    signal(SIGSEGV, say_run_number);
    runs = count > 1 ? seed_count : number_from("FUZZ_RUNS", RUNS);
    for (uint64_t i = 0; i < runs; i++) {
        run_number = (sig_atomic_t)i;
        run(data, make(i, data));
    }
    for (size_t i = 0; i < seed_count; i++)
        free(seeds[i].data);
    printf("1..1\nok 1 - %llu inputs, %zu of them seeds\n",
           (unsigned long long)runs, seed_count);
    return 0;
}
