/* Any bytes as a model that --fix mends: no crash, no hang, the laws of support/fixing.h hold, and every finding stands
 * inside the text. */
#include "support/fixing.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds, const char *what)
{
    if (!holds) {
        (void)fprintf(stderr, "%s\n", what);
        abort();
    }
}

/* Lines of the text, counting the one behind a last line feed. */
static unsigned lines_of(const char *text, size_t len)
{
    unsigned lines = 1;
    for (size_t i = 0; i < len; i++) {
        lines += text[i] == '\n' || text[i] == '\r' ? 1U : 0U;
    }
    return lines;
}

static void check_place(const corm_place *place, const char *text, size_t len)
{
    if (place->file != NULL) {
        unsigned lines = lines_of(text, len);
        check(place->line >= 1 && place->line <= lines, "it begins in no line");
        check(place->end_line >= place->line && place->end_line <= lines, "it ends in no line");
        check(place->column >= 1 && place->column <= len + 1, "it begins in no column");
        check(place->end_line > place->line || place->end_column >= place->column, "it ends before it begins");
    }
}

static void check_finding(const corm_finding *finding, const char *text, size_t len)
{
    check_place(&finding->place, text, len);
    for (size_t i = 0; i < finding->related_len; i++) {
        check_place(&finding->related[i].place, text, len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *arena = arena_new();
    const struct fixing_how how = {.unsafe = len % 2 == 1, .select = "ALL", .sqlalchemy = len % 3 == 0 ? "1.4" : "2.0"};
    char *text = arena_alloc(arena, len + 1, 1, 1);
    if (len > 0) {
        memcpy(text, data, len);
    }
    struct fixing_result result = fixing_run(arena, &how, text, len, check_finding);
    const char *broken = fixing_broken_law(arena, &how, text, len, &result);
    if (broken != NULL) {
        (void)fprintf(stderr, "%s\n%s\n", broken, result.diff);
        abort();
    }
    arena_free(arena);
    return 0;
}
