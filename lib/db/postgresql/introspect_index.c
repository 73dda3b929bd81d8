#include "db/postgresql/introspect.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { OPTION_DESCENDING = 1, OPTION_NULLS_FIRST = 2 };

static int by_text(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;

    return strcmp(*left, *right);
}

void reading_settings(struct reading *reading, const struct value *value, struct strings *settings)
{
    const char *at = value->kind == VALUE_TEXT ? value->text : "";

    while (*at != '\0') {
        size_t len = strcspn(at, ",");
        *PUSH(reading->arena, settings) = arena_strndup(reading->arena, at, len);
        at += len + (at[len] == ',');
    }
    if (settings->len > 1) {
        qsort(settings->at, settings->len, sizeof *settings->at, by_text);
    }
}

static struct index *add_index(struct reading *reading, struct table *table, const struct value *values)
{
    struct index *index = NEW(reading->arena, struct index);

    index->name = reading_text(reading, &values[1]);
    index->unique = values[2].integer != 0;
    index->invalid = values[3].integer != 0;
    index->method = reading_text(reading, &values[4]);
    index->where_canonical = reading_text(reading, &values[5]);
    index->where_sql = pg_unwrap(reading->arena, index->where_canonical);
    reading_settings(reading, &values[6], &index->with);
    index->nulls_not_distinct = values[7].integer != 0;
    *PUSH(reading->arena, &table->indexes) = index;
    return index;
}

static const char *column_name(const struct relation *relation, const struct value *number)
{
    size_t at = number->integer > 0 ? (size_t)number->integer : relation->columns.len;

    return at < relation->columns.len ? relation->columns.at[at] : NULL;
}

static struct index_part part_of(struct reading *reading, const struct relation *relation, const struct value *values)
{
    int64_t options = values[12].integer;
    struct index_part part = {.column = column_name(relation, &values[10]),
        .canonical = reading_text(reading, &values[11]),
        .descending = (options & OPTION_DESCENDING) != 0,
        .opclass = reading_text(reading, &values[13]),
        .collation = reading_text(reading, &values[14])};
    bool first = (options & OPTION_NULLS_FIRST) != 0;

    part.expression = pg_unwrap(reading->arena, part.canonical);
    if (first != part.descending) { /* NULL is the greatest, unless it says otherwise */
        part.nulls = first ? "FIRST" : "LAST";
    }
    return part;
}

/* table, index, unique, invalid, method, where, options, nulls not distinct, place, included, column, expression,
 * order, operator class, collation */
corm_status pg_read_index_part(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;
    struct relation *relation = reading_relation(reading, values[0].integer);

    (void)len;
    (void)error;
    if (relation == NULL || relation->table == NULL) {
        return CORM_OK;
    }
    if (values[8].integer == 1) {
        reading->index = add_index(reading, relation->table, values);
    }
    if (values[9].integer != 0) {
        const char *column = column_name(relation, &values[10]);
        *PUSH(reading->arena, &reading->index->include) = column != NULL ? column : "";
    } else {
        *PUSH(reading->arena, &reading->index->parts) = part_of(reading, relation, values);
    }
    return CORM_OK;
}
