#include "model/reader.h"

#include "base/file.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- the top level of a file ---- */

static void read_version(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    int64_t version;
    reader->has_version = true;
    if (!node_is_int(pair->value, &version) || version != 1) {
        struct report *report = reader_report(reader,
            RULE_MOD003,
            pair->value->span.len > 0 ? pair->value->span : pair->key->span,
            "unknown format version %s",
            pair->value->kind == NODE_SCALAR ? pair->value->text : node_kind_name(pair->value));
        diag_hint(report, "this program reads version 1: write corm: 1");
    }
}

static void read_models(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_entries(reader, pair, read_model_entry, into);
}

static void read_tables(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_entries(reader, pair, read_table_entry, into);
}

static void read_enums(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_entries(reader, pair, read_enum_entry, into);
}

/* Kinds that are listed as unmanaged, but that no migration drops yet. */
static void warn_of_kept(struct reader *reader, const struct word *word, const char *kind)
{
    static const char *const kept[] = {"view", "trigger", "sequence", "domain", "function", "extension", "policy"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (text_same(kind, kept[i])) {
            struct report *report =
                reader_report(reader, RULE_MOD050, word->span, "dropping a %s is not supported yet", kind);
            diag_hint(report, "drop it in a migration written by hand: corm-migrate generate NAME --empty");
        }
    }
}

/* "table old_logs": a kind of object and its name. */
static void read_drop_item(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const kinds[] = {"table",
        "column",
        "index",
        "view",
        "trigger",
        "constraint",
        "sequence",
        "enum",
        "domain",
        "function",
        "extension",
        "schema",
        "policy"};
    struct word word;
    struct strings candidates = {0};
    if (!read_word(reader, pair, &word)) {
        return;
    }
    size_t len = strcspn(word.text, " ");
    const char *typed = arena_strndup(reader->arena, word.text, len);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        *PUSH(reader->arena, &candidates) = kinds[i];
    }
    bool known = strings_have(&candidates, typed);
    if (known && word.text[len + strspn(word.text + len, " ")] != '\0') {
        *PUSH(reader->arena, (struct words *)into) = word;
        warn_of_kept(reader, &word, typed);
        return;
    }
    struct report *report =
        reader_report(reader, RULE_MOD014, word.span, "\"%s\" does not say what to drop", word.text);
    if (known || !suggest(reader, report, typed, &candidates)) {
        diag_hint(report, "write [table old_logs, column users.legacy]");
    }
}

static void read_drop(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    read_items(reader, pair, "a list of what to drop", read_drop_item, &reader->model->drop);
}

/* A class over a view has no table of ours: only the names of views are of use so far. */
static void read_view(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    map_set(reader->arena, &reader->views, pair->key->text, reader);
}

static void read_views(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct report *report =
        reader_report(reader, RULE_MOD050, pair->key->span, "\"%s\" is read but not supported yet", pair->key->text);
    diag_hint(report, "what stands there changes nothing in the database");
    read_entries(reader, pair, read_view, into);
}

static void read_schema(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct word name = word_of(pair->key);
    if (!node_is_null(pair->value) && (pair->value->kind != NODE_MAP || pair->value->pairs.len != 0)) {
        struct report *report =
            reader_report(reader, RULE_MOD002, pair->value->span, "a schema has no settings of its own");
        diag_hint(report, "write the names alone: `schemas: [%s]`", name.text);
    } else if (check_name(reader, &name, true)) {
        *PUSH(reader->arena, (struct words *)into) = name;
    }
}

/* A list of names, or a map of names that hold nothing. */
static void read_schemas(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    if (pair->value->kind == NODE_MAP) {
        read_entries(reader, pair, read_schema, &reader->model->schemas);
    } else if (!node_is_null(pair->value)) {
        read_names(reader, pair, &reader->model->schemas);
    }
}

static const struct field top_fields[] = {
    {"corm", FIELD_READ, 0, read_version},
    {"include", FIELD_READ, 0, read_include},
    {"models", FIELD_READ, 0, read_models},
    {"tables", FIELD_READ, 0, read_tables},
    {"enums", FIELD_READ, 0, read_enums},
    {"naming", FIELD_READ, 0, read_naming},
    {"drop", FIELD_READ, 0, read_drop},
    {"views", FIELD_READ, 0, read_views},
    {"materialized_views", FIELD_READ, 0, read_views},
    {"schemas", FIELD_READ, 0, read_schemas},
    {"extensions", FIELD_LATER, 0, NULL},
    {"sequences", FIELD_LATER, 0, NULL},
    {"domains", FIELD_LATER, 0, NULL},
    {"functions", FIELD_LATER, 0, NULL},
    {"triggers", FIELD_LATER, 0, NULL},
    {"policies", FIELD_LATER, 0, NULL},
    {"rules", FIELD_LATER, 0, NULL},
    {"statistics", FIELD_LATER, 0, NULL},
    {"aggregates", FIELD_LATER, 0, NULL},
    {"virtual_tables", FIELD_LATER, 0, NULL},
};
const struct fields top_keys = {.what = "a model file", FIELDS(top_fields)};

/* ---- files ---- */

static void read_document(struct reader *reader, const struct node *document)
{
    if (document->kind == NODE_MAP) {
        read_fields(reader, &top_keys, document, reader);
    } else if (!node_is_null(document)) {
        struct report *report = reader_report(
            reader, RULE_MOD002, document->span, "a model is a map, and this is %s", node_kind_name(document));
        diag_hint(report, "begin with corm: 1 and models:");
        reader->has_version = true; /* that it is missing follows */
    }
}

static void read_source(struct reader *reader, const char *path, const char *text, size_t len)
{
    struct nodes documents = {0};
    uint32_t file = diags_add_source(reader->diags, path, text, len);
    *PUSH(reader->arena, &reader->model->files) = path;
    if (reader->start.file == 0) {
        reader->start = (struct span){.file = file};
    }
    struct arena *tree = arena_new();
    bool fine = node_read(tree, reader->arena, reader->diags, file, &node_model_limits, &documents);
    if (documents.len > 1) {
        reader_report(
            reader, RULE_YML011, documents.at[1]->span, "a model file holds one document, and this is another");
    }
    reader->has_version = reader->has_version || (!fine && documents.len == 0);
    if (documents.len > 0) {
        read_document(reader, documents.at[0]);
    }
    arena_free(tree);
}

/* What stands in for the file, or NULL. */
static const char *stood_in(struct reader *reader, const char *path, size_t *ret_len)
{
    char *real = diags_has_stand_ins(reader->diags) ? realpath(path, NULL) : NULL;
    const char *text = real == NULL ? NULL : diags_stood_in(reader->diags, real, ret_len);
    free(real);
    return text;
}

static void read_waiting(struct reader *reader, const struct source_file *waiting)
{
    size_t len = 0;
    const char *path = waiting->path, *text = stood_in(reader, path, &len);
    struct span asked = waiting->asked;
    corm_failure error = {0};
    if (text == NULL &&
        file_read(diags_arena(reader->diags), path, node_model_limits.bytes, &text, &len, &error) != CORM_OK) {
        reader_report(reader, RULE_YML012, asked, "%s", error.message);
        reader->has_version = true; /* it may have stood there */
        return;
    }
    reader->folder = path_folder(reader->arena, path);
    read_source(reader, path, text, len);
}

static struct reader new_reader(struct arena *arena, struct diags *diags)
{
    return (struct reader){.arena = arena, .diags = diags, .model = NEW(arena, struct model), .echo = diags_new(arena)};
}

static struct model *finish(struct reader *reader)
{
    if (!reader->has_version && reader->start.file != 0) {
        struct report *report = reader_report(reader, RULE_MOD003, reader->start, "the format version is missing");
        diag_hint(report, "write corm: 1 at the top");
    }
    link_classes(reader);
    return reader->model;
}

struct model *model_read(struct arena *arena, struct diags *diags, const struct strings *paths, const char *root)
{
    struct reader reader = new_reader(arena, diags);
    char *real_root = realpath(root, NULL);
    reader.root = real_root == NULL ? NULL : arena_strdup(arena, real_root);
    free(real_root);
    for (size_t i = 0; i < paths->len; i++) {
        add_source_file(&reader, paths->at[i], (struct span){0});
    }
    for (size_t i = 0; i < reader.waiting.len; i++) {
        struct source_file next = reader.waiting.at[i]; /* reading makes the list grow */
        read_waiting(&reader, &next);
    }
    return finish(&reader);
}

struct model *model_read_text(struct arena *arena, struct diags *diags, const char *name, const char *text, size_t len)
{
    struct reader reader = new_reader(arena, diags);
    reader.folder = ".";
    read_source(&reader, name, text, len);
    return finish(&reader);
}
