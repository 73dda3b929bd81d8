#include "model/reader.h"

#include "base/text.h"

#include <string.h>

/* column_0_name, column_0N_label, column_1_key ...: the rest behind "column_". */
static bool is_column_placeholder(const char *rest)
{
    static const char *const parts[] = {"name", "key", "label"};
    size_t digits = strspn(rest, "0123456789");
    if (digits == 0 || digits > 3) {
        return false;
    }
    rest += digits;
    rest += text_starts(rest, "_N_") ? 3 : text_starts(rest, "N_") ? 2 : text_starts(rest, "_") ? 1 : 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(rest, parts[i]) == 0) {
            return rest[-1] == '_';
        }
    }
    return false;
}

/* The placeholders of SQLAlchemy's naming convention. */
static bool is_placeholder(const char *name, const char *kind)
{
    if (strcmp(name, "table_name") == 0 || strcmp(name, "constraint_name") == 0) {
        return true;
    }
    if (text_starts(name, "referred_")) {
        const char *rest = name + strlen("referred_");
        return strcmp(kind, "fk") == 0 &&
               (strcmp(rest, "table_name") == 0 ||
                   (text_starts(rest, "column_") && is_column_placeholder(rest + strlen("column_"))));
    }
    return text_starts(name, "column_") && is_column_placeholder(name + strlen("column_"));
}

static void refuse_placeholder(struct reader *reader, const struct node *node, size_t off, size_t len, const char *kind)
{
    static const char *const names[] = {
        "table_name", "column_0_name", "column_0_N_name", "column_0_label", "constraint_name"};
    static const char *const referred[] = {"referred_table_name", "referred_column_0_name"};
    struct span place;
    if (text_place(reader, node, &place)) {
        place.off += (uint32_t)off;
        place.len = (uint32_t)len;
    }
    const char *written = arena_strndup(reader->arena, node->text + off, len);
    struct report *report = reader_report(reader, RULE_MOD016, place, "unknown placeholder \"%s\"", written);
    struct strings candidates = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *PUSH(reader->arena, &candidates) = names[i];
    }
    for (size_t i = 0; strcmp(kind, "fk") == 0 && i < sizeof referred / sizeof *referred; i++) {
        *PUSH(reader->arena, &candidates) = referred[i];
    }
    const char *bare = len > 4 ? arena_strndup(reader->arena, written + 2, len - 4) : "";
    const char *nearest = text_nearest(bare, &candidates);
    if (nearest != NULL) {
        diag_hint(report, "did you mean \"%%(%s)s\"?", nearest);
    } else {
        diag_hint(report, "placeholders are written %%(table_name)s, %%(column_0_name)s; a percent sign is %%%%");
    }
}

/* Every % is %% or the beginning of %(placeholder)s. */
static bool check_template(struct reader *reader, const struct node *node, const char *kind)
{
    const char *text = node->text;
    for (size_t off = strcspn(text, "%"); text[off] != '\0'; off += strcspn(text + off, "%")) {
        if (text[off + 1] == '%') {
            off += 2;
            continue;
        }
        size_t len = strcspn(text + off, ")");
        bool whole = text[off + 1] == '(' && text[off + len] == ')' && text[off + len + 1] == 's';
        const char *name = whole ? arena_strndup(reader->arena, text + off + 2, len - 2) : "";
        len = whole ? len + 2 : text[off + len] == ')' ? len + 1 : len;
        if (!is_placeholder(name, kind)) {
            refuse_placeholder(reader, node, off, len, kind);
            return false;
        }
        off += len;
    }
    return true;
}

static void read_template(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct naming_def *naming = into;
    const struct {
        const char *key;
        struct word *word;
        bool *off;
    } templates[] = {
        {"pk", &naming->pk, &naming->pk_off},
        {"fk", &naming->fk, &naming->fk_off},
        {"uq", &naming->uq, &naming->uq_off},
        {"ix", &naming->ix, &naming->ix_off},
        {"ck", &naming->ck, &naming->ck_off},
        {"ex", &naming->ex, &naming->ex_off},
    };
    struct word word;
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
        if (strcmp(templates[i].key, pair->key->text) != 0) {
            continue;
        }
        if (node_is_null(pair->value)) {
            *templates[i].off = true;
            templates[i].word->span = pair->value->span;
        } else if (pair->value->kind == NODE_SCALAR && pair->value->text[0] == '\0') {
            struct report *report = reader_report(
                reader, RULE_MOD016, pair->value->span, "the template of \"%s\" is empty", pair->key->text);
            diag_hint(report, "write null to leave these without a name, or leave the key out");
        } else if (read_text(reader, pair, &word) && check_template(reader, pair->value, pair->key->text)) {
            *templates[i].word = word;
        }
    }
}

static const struct field naming_fields[] = {
    {"pk", FIELD_READ, 0, read_template},
    {"fk", FIELD_READ, 0, read_template},
    {"uq", FIELD_READ, 0, read_template},
    {"ix", FIELD_READ, 0, read_template},
    {"ck", FIELD_READ, 0, read_template},
    {"ex", FIELD_READ, 0, read_template},
};
const struct fields naming_keys = {.what = "naming", FIELDS(naming_fields)};

void read_naming(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    if (read_kind(reader, pair, NODE_MAP)) {
        reader->object = "naming";
        read_fields(reader, &naming_keys, pair->value, &reader->model->naming);
        reader->object = NULL;
    }
}
