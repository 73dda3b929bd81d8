#include "schema/lock.h"

#include "base/text.h"
#include "schema/lock_fields.h"
#include "schema/lock_text.h"

#include <inttypes.h>

struct lock_printer {
    struct buf *buf;
    bool read_back; /* the engine has canonical forms */
};

static const char *text_of(const void *noun, const struct lock_field *field)
{
    return *(const char *const *)(const void *)((const char *)noun + field->offset);
}

static const char *twin_text_of(const void *noun, const struct lock_field *field)
{
    return *(const char *const *)(const void *)((const char *)noun + field->twin_of);
}

static int64_t count_of(const void *noun, const struct lock_field *field)
{
    return *(const int64_t *)(const void *)((const char *)noun + field->offset);
}

static bool flag_of(const void *noun, const struct lock_field *field)
{
    return *(const bool *)(const void *)((const char *)noun + field->offset);
}

static const struct strings *names_of(const void *noun, const struct lock_field *field)
{
    return (const void *)((const char *)noun + field->offset);
}

static const struct index_parts *parts_of(const void *noun, const struct lock_field *field)
{
    return (const void *)((const char *)noun + field->offset);
}

static const struct primary_key *key_of(const void *noun, const struct lock_field *field)
{
    return (const void *)((const char *)noun + field->offset);
}

/* Nothing is said of a text that is its own canonical form. */
static bool is_twin_written(bool read_back, const void *noun, const struct lock_field *field)
{
    const char *text = twin_text_of(noun, field);
    return read_back && text != NULL && !text_same(text, text_of(noun, field));
}

static bool is_written(bool read_back, const void *noun, const struct lock_field *field)
{
    switch (field->kind) {
    case LOCK_TWIN: return is_twin_written(read_back, noun, field);
    case LOCK_COUNT: return count_of(noun, field) != 0;
    case LOCK_TEXT: return !text_same(text_of(noun, field), field->otherwise);
    case LOCK_YES: return flag_of(noun, field);
    case LOCK_NO: return !flag_of(noun, field);
    case LOCK_NAMES: return names_of(noun, field)->len != 0 || field->required;
    case LOCK_PARTS: return true;
    case LOCK_KEY: return key_of(noun, field)->columns.len != 0;
    case LOCK_ITEMS: break;
    }
    return lock_items(noun, field).len != 0;
}

static void print_names(struct buf *buf, const struct strings *names)
{
    buf_char(buf, '[');
    for (size_t i = 0; i < names->len; i++) {
        buf_add(buf, i == 0 ? "" : ", ");
        lock_print_text(buf, names->at[i]);
    }
    buf_char(buf, ']');
}

static void print_line(const struct lock_printer *printer, const struct lock_noun *kind, const void *noun);

static bool is_bare_column(const struct index_part *part)
{
    return part->column != NULL && part->expression == NULL && !part->descending && part->nulls == NULL &&
           part->collation == NULL && part->opclass == NULL;
}

static void print_parts(const struct lock_printer *printer, const struct index_parts *parts)
{
    struct buf *buf = printer->buf;
    buf_char(buf, '[');
    for (size_t i = 0; i < parts->len; i++) {
        buf_add(buf, i == 0 ? "" : ", ");
        if (is_bare_column(&parts->at[i])) {
            lock_print_text(buf, parts->at[i].column);
        } else {
            print_line(printer, &lock_part, &parts->at[i]);
        }
    }
    buf_char(buf, ']');
}

/* What stands on one line with its key. */
static void print_value(const struct lock_printer *printer, const void *noun, const struct lock_field *field)
{
    struct buf *buf = printer->buf;
    switch (field->kind) {
    case LOCK_TWIN:
        if (text_of(noun, field) == NULL) {
            buf_add(buf, "null");
            break;
        }
        lock_print_text(buf, text_of(noun, field));
        break;
    case LOCK_COUNT: buf_printf(buf, "%" PRId64, count_of(noun, field)); break;
    case LOCK_TEXT: lock_print_text(buf, text_of(noun, field)); break;
    case LOCK_YES: buf_add(buf, "true"); break;
    case LOCK_NO: buf_add(buf, "false"); break;
    case LOCK_NAMES: print_names(buf, names_of(noun, field)); break;
    case LOCK_PARTS: print_parts(printer, parts_of(noun, field)); break;
    case LOCK_KEY:
    case LOCK_ITEMS: print_line(printer, field->noun, key_of(noun, field)); break;
    }
}

/* {name: id, type: INTEGER} */
static void print_line(const struct lock_printer *printer, const struct lock_noun *kind, const void *noun)
{
    struct buf *buf = printer->buf;
    const char *between = "{";
    for (size_t i = 0; i < kind->len; i++) {
        if (is_written(printer->read_back, noun, &kind->fields[i])) {
            buf_printf(buf, "%s%s: ", between, kind->fields[i].key);
            print_value(printer, noun, &kind->fields[i]);
            between = ", ";
        }
    }
    buf_char(buf, '}');
}

static void print_table(const struct lock_printer *printer, const struct table *table)
{
    struct buf *buf = printer->buf;
    const char *margin = "  - ";
    for (size_t i = 0; i < lock_table.len; i++) {
        const struct lock_field *field = &lock_table.fields[i];
        if (!is_written(printer->read_back, table, field)) {
            continue;
        }
        buf_printf(buf, "%s%s:", margin, field->key);
        margin = "    ";
        if (field->kind != LOCK_ITEMS) {
            buf_char(buf, ' ');
            print_value(printer, table, field);
            buf_char(buf, '\n');
            continue;
        }
        buf_char(buf, '\n');
        struct lock_items items = lock_items(table, field);
        for (size_t k = 0; k < items.len; k++) {
            buf_add(buf, "      - ");
            print_line(printer, field->noun, lock_item(&items, k));
            buf_char(buf, '\n');
        }
    }
}

const char *lock_print(struct arena *arena, const struct schema *schema, const char *sum_hash)
{
    struct schema *sorted = schema_copy(arena, schema);
    schema_sort(sorted);
    struct buf buf = buf_new(arena);
    const struct lock_printer printer = {&buf, engine_reads_back(schema->engine)};
    buf_add(&buf, "# The schema after the last migration, written by corm-migrate: review it, do not edit it.\n");
    buf_add(&buf, "corm: 1\nengine: ");
    lock_print_text(&buf, sorted->engine);
    buf_add(&buf, "\nsum: ");
    lock_print_text(&buf, sum_hash);
    buf_add(&buf, sorted->tells_applied ? "\n" : "\nrenames: unknown\n");
    if (sorted->schemas.len != 0) {
        buf_add(&buf, "schemas: ");
        print_names(&buf, &sorted->schemas);
        buf_char(&buf, '\n');
    }
    buf_add(&buf, sorted->enums.len == 0 ? "" : "enums:\n");
    for (size_t i = 0; i < sorted->enums.len; i++) {
        buf_add(&buf, "  - ");
        print_line(&printer, &lock_enum, sorted->enums.at[i]);
        buf_char(&buf, '\n');
    }
    buf_add(&buf, sorted->tables.len == 0 ? "tables: []\n" : "tables:\n");
    for (size_t i = 0; i < sorted->tables.len; i++) {
        print_table(&printer, sorted->tables.at[i]);
    }
    return buf_text(&buf);
}
