/* Feeds the files of the folders (or the files) named on the command line to a fuzz target, where there is no
 * libFuzzer. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0) {
        perror(path);
        return -1;
    }
    size_t size = (size_t)info.st_size;
    uint8_t *data = malloc(size + 1); /* exactly the bytes and one more, so that reading behind them is seen */
    size_t got = data == NULL ? 0 : fread(data, 1, size, file);
    (void)fclose(file);
    if (data != NULL && got == size) {
        uint8_t *exact = realloc(data, size == 0 ? 1 : size);
        data = exact == NULL ? data : exact;
        (void)LLVMFuzzerTestOneInput(data, size);
    }
    free(data);
    return got == size ? 1 : -1;
}

static int replay_folder(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort), replayed = 0;
    for (int i = 0; i < count; i++) {
        char name[4096];
        int len = snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && len > 0 && (size_t)len < sizeof name && replayed >= 0) {
            int one = replay_file(name);
            replayed = one < 0 ? -1 : replayed + one;
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
    return replayed;
}

int main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        bool folder = stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode);
        int replayed = folder ? replay_folder(argv[i]) : replay_file(argv[i]);
        if (replayed < 0) {
            (void)fprintf(stderr, "cannot replay %s\n", argv[i]);
            return 1;
        }
        total += replayed;
    }
    printf("%d inputs\n", total);
    return total == 0 ? 1 : 0; /* nothing replayed is a mistake, not a success */
}
