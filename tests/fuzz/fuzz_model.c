/* Any bytes as a model: no crash, no hang, and every finding stands inside the file. */
#include "model/model.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Lines of the text, counting the one behind a last line feed. */
static unsigned lines_of(const char *text, size_t len)
{
    unsigned lines = 1;
    for (size_t i = 0; i < len; i++) {
        lines += text[i] == '\n' || text[i] == '\r' ? 1U : 0U;
    }
    return lines;
}

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_place(const corm_place *place, unsigned lines, size_t len)
{
    if (place->file == NULL) {
        return;
    }
    check(place->line >= 1 && place->line <= lines);
    check(place->end_line >= place->line && place->end_line <= lines);
    check(place->column >= 1 && place->column <= len + 1);
    check(place->end_line > place->line || place->end_column >= place->column);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new(arena);
    char *text = arena_strndup(arena, "", 0);
    if (len > 0) {
        text = arena_alloc(arena, len + 1, 1, 1);
        memcpy(text, data, len);
    }
    (void)model_read_text(arena, diags, "fuzz.yaml", text, len);
    const corm_findings *findings = diags_findings(diags, &(struct diag_filter){0});
    for (size_t i = 0; i < findings->len; i++) {
        check_place(&findings->at[i].place, lines_of(text, len), len);
        for (size_t j = 0; j < findings->at[i].related_len; j++) {
            check_place(&findings->at[i].related[j].place, lines_of(text, len), len);
        }
    }
    arena_free(arena);
    return 0;
}
