/* Comparing what a database is with what it was to be, where that may be told in other words. */
#ifndef CORM_TESTS_RETOLD_H
#define CORM_TESTS_RETOLD_H

#include "base/text.h"
#include "schema/schema.h"

#include <string.h>

static inline struct schema *without_renames(struct arena *arena, const struct schema *wanted)
{
    struct schema *plain = schema_copy(arena, wanted);
    for (size_t i = 0; i < plain->tables.len; i++) {
        plain->tables.at[i]->renamed_from.len = 0;
        for (size_t j = 0; j < plain->tables.at[i]->columns.len; j++) {
            plain->tables.at[i]->columns.at[j]->renamed_from.len = 0;
        }
    }
    for (size_t i = 0; i < plain->enums.len; i++) {
        plain->enums.at[i]->renamed_from.len = plain->enums.at[i]->former_labels.len = 0;
    }
    return plain;
}

static inline struct schema *without_canonical(struct arena *arena, const struct schema *wanted)
{
    struct schema *plain = schema_copy(arena, wanted);
    for (size_t i = 0; i < plain->tables.len; i++) {
        struct table *table = plain->tables.at[i];
        for (size_t j = 0; j < table->columns.len; j++) {
            table->columns.at[j]->default_canonical = table->columns.at[j]->generated_canonical = NULL;
        }
        for (size_t j = 0; j < table->checks.len; j++) {
            table->checks.at[j]->canonical = NULL;
        }
        for (size_t j = 0; j < table->indexes.len; j++) {
            table->indexes.at[j]->where_canonical = NULL;
            for (size_t k = 0; k < table->indexes.at[j]->parts.len; k++) {
                table->indexes.at[j]->parts.at[k].canonical = NULL;
            }
        }
    }
    return plain;
}

/* Whether a line that tells of a thing that differs is in both; a table that differs by its parts alone is told by
 * those. */
static inline const char *common_line(struct arena *arena, const char *some, const char *other)
{
    for (const char *line = some; *line != '\0'; line += strcspn(line, "\n") + 1) {
        const char *text = arena_strndup(arena, line, strcspn(line, "\n"));
        bool by_parts = text_starts(text, "alter table") && strstr(text, " (") == NULL;
        if (!text_starts(text, "    ") && !by_parts && strstr(other, arena_printf(arena, "%s\n", text)) != NULL) {
            return text;
        }
    }
    return NULL;
}

#endif
