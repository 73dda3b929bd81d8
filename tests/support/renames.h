/* renames.txt of a case tells former names, new and then old: "table people persons", "column people.name full_name",
 * and for PostgreSQL "enum mood feeling", "label mood.glad happy". */
#ifndef CORM_TESTS_RENAMES_H
#define CORM_TESTS_RENAMES_H

#include "support/cases.h"
#include "support/corm_test.h"

#include "schema/schema.h"

#include <string.h>

static inline void tell_label(struct arena *arena, struct enum_type *type, const char *new_name, const char *old_name)
{
    for (size_t i = 0; i < type->labels.len; i++) {
        if (type->former_labels.len <= i) {
            *PUSH(arena, &type->former_labels) = NULL;
        }
        if (strcmp(type->labels.at[i], new_name) == 0) {
            type->former_labels.at[i] = old_name;
        }
    }
}

static inline void tell_enum_rename(
    struct arena *arena, struct schema *schema, const char *name, const char *label, const char *old_name)
{
    struct enum_type *type = schema_enum(schema, NULL, name);
    assert_non_null(type);
    if (label == NULL) {
        *PUSH(arena, &type->renamed_from) = old_name;
    } else {
        tell_label(arena, type, label, old_name);
    }
}

static inline void tell_table_rename(
    struct arena *arena, struct schema *schema, const char *name, const char *column, const char *old_name)
{
    struct table *table = schema_table(schema, NULL, name);
    assert_non_null(table);
    if (column == NULL) {
        *PUSH(arena, &table->renamed_from) = old_name;
    } else {
        assert_non_null(table_find_column(table, column));
        *PUSH(arena, &table_find_column(table, column)->renamed_from) = old_name;
    }
}

static inline void tell_renames(struct arena *arena, const char *folder, struct schema *schema)
{
    const char *text = case_file(arena, folder, "renames.txt");
    for (const char *line = text; line != NULL && *line != '\0';) {
        size_t len = strcspn(line, "\n");
        char *kind = arena_strndup(arena, line, len);
        char *name = strchr(kind, ' '), *old_name = name == NULL ? NULL : strchr(name + 1, ' ');
        assert_non_null(old_name);
        *name++ = *old_name++ = '\0';
        bool part = strcmp(kind, "column") == 0 || strcmp(kind, "label") == 0;
        char *dot = part ? strchr(name, '.') : NULL;
        if (dot != NULL) {
            *dot++ = '\0';
        }
        bool of_enum = strcmp(kind, "enum") == 0 || strcmp(kind, "label") == 0;
        (of_enum ? tell_enum_rename : tell_table_rename)(arena, schema, name, dot, old_name);
        line += len + (line[len] == '\n');
    }
}

#endif
