#include "schema/lock.h"

#include "base/text.h"
#include "schema/lock_fields.h"
#include "schema/lock_text.h"
#include "yaml/node.h"

struct lock_reader {
    struct arena *arena; /* of the schema; the tree goes when it is read */
    struct diags *diags;
    const char *path;
    bool read_back; /* the engine has canonical forms */
    corm_failure *error;
};

/* A generated file grows with the database: no limit of size, and texts may hold what a database let in. */
static const struct node_limits lock_limits = {
    .bytes = 0, .depth = 8, .alias_growth = 1, .controls = true, .tags = true};

static corm_status refuse(struct lock_reader *reader, const struct node *node, const char *what, const char *name)
{
    corm_status status = fail(reader->error, CORM_USAGE, "not a schema.lock of this version: %s%s", what, name);
    fail_at(reader->error, reader->path, diags_line(reader->diags, node->span));
    fail_hint(reader->error, "run corm-migrate hash to write it anew from the migrations");
    return status;
}

static corm_status read_text(struct lock_reader *reader, const struct node *node, const char **ret_text)
{
    if (node->kind != NODE_SCALAR || node_is_null(node)) {
        return refuse(reader, node, "expected a text, found ", node_is_null(node) ? "null" : node_kind_name(node));
    }
    *ret_text = text_same(node->tag, LOCK_BYTES_TAG) ? lock_bytes(reader->arena, node->text) : node->text;
    return CORM_OK;
}

static corm_status read_count(struct lock_reader *reader, const struct node *node, int64_t *ret_count)
{
    return node_is_int(node, ret_count) ? CORM_OK : refuse(reader, node, "expected a whole number", "");
}

static corm_status read_flag(struct lock_reader *reader, const struct node *node, bool *ret_flag)
{
    if (!node_is_bool(node, ret_flag)) {
        return refuse(reader, node, "expected true or false", "");
    }
    return CORM_OK;
}

static corm_status read_names(struct lock_reader *reader, const struct node *node, struct strings *names)
{
    if (node->kind != NODE_LIST) {
        return refuse(reader, node, "expected a list, found ", node_kind_name(node));
    }
    for (size_t i = 0; i < node->items.len; i++) {
        const char *name = NULL;
        corm_status status = read_text(reader, node->items.at[i], &name);
        if (status != CORM_OK) {
            return status;
        }
        *PUSH(reader->arena, names) = name;
    }
    return CORM_OK;
}

static corm_status read_noun(
    struct lock_reader *reader, const struct node *node, const struct lock_noun *kind, void *noun);

static corm_status read_parts(struct lock_reader *reader, const struct node *node, struct index_parts *parts)
{
    if (node->kind != NODE_LIST) {
        return refuse(reader, node, "expected a list, found ", node_kind_name(node));
    }
    for (size_t i = 0; i < node->items.len; i++) {
        const struct node *item = node->items.at[i];
        struct index_part part = {0};
        corm_status status =
            item->kind == NODE_MAP ? read_noun(reader, item, &lock_part, &part) : read_text(reader, item, &part.column);
        if (status != CORM_OK) {
            return status;
        }
        if ((part.column == NULL) == (part.expression == NULL)) {
            return refuse(reader, item, "a part of an index has a column or a sql", "");
        }
        *PUSH(reader->arena, parts) = part;
    }
    return CORM_OK;
}

static corm_status read_items(
    struct lock_reader *reader, const struct node *node, const struct lock_field *field, void *noun)
{
    if (node->kind != NODE_LIST) {
        return refuse(reader, node, "expected a list, found ", node_kind_name(node));
    }
    for (size_t i = 0; i < node->items.len; i++) {
        void *item = arena_alloc(reader->arena, 1, field->noun->size, _Alignof(max_align_t));
        corm_status status = read_noun(reader, node->items.at[i], field->noun, item);
        if (status != CORM_OK) {
            return status;
        }
        lock_add_item(reader->arena, noun, field, item);
    }
    return CORM_OK;
}

static corm_status read_field(
    struct lock_reader *reader, const struct node *node, const struct lock_field *field, void *noun)
{
    void *at = (char *)noun + field->offset;
    switch (field->kind) {
    case LOCK_TEXT: return read_text(reader, node, at);
    case LOCK_TWIN: return node_is_null(node) ? CORM_OK : read_text(reader, node, at);
    case LOCK_COUNT: return read_count(reader, node, at);
    case LOCK_YES:
    case LOCK_NO: return read_flag(reader, node, at);
    case LOCK_NAMES: return read_names(reader, node, at);
    case LOCK_PARTS: return read_parts(reader, node, at);
    case LOCK_KEY: return read_noun(reader, node, field->noun, at);
    case LOCK_ITEMS: break;
    }
    return read_items(reader, node, field, noun);
}

/* What the keys that are not there stand for. */
static void set_defaults(const struct lock_noun *kind, void *noun)
{
    for (size_t i = 0; i < kind->len; i++) {
        void *at = (char *)noun + kind->fields[i].offset;
        if (kind->fields[i].kind == LOCK_TEXT) {
            *(const char **)at = kind->fields[i].otherwise;
        } else if (kind->fields[i].kind == LOCK_NO) {
            *(bool *)at = true;
        }
    }
}

/* A text without a word on its canonical form is that form. */
static void set_twins(const struct node *node, const struct lock_noun *kind, void *noun)
{
    for (size_t i = 0; i < kind->len; i++) {
        const struct lock_field *field = &kind->fields[i];
        if (field->kind == LOCK_TWIN && node_get(node, field->key) == NULL) {
            const char *const *text = (void *)((char *)noun + field->twin_of);
            *(const char **)(void *)((char *)noun + field->offset) = *text;
        }
    }
}

static const struct lock_field *find_field(const struct lock_noun *kind, const char *key)
{
    for (size_t i = 0; i < kind->len; i++) {
        if (text_same(kind->fields[i].key, key)) {
            return &kind->fields[i];
        }
    }
    return NULL;
}

static corm_status check_required(struct lock_reader *reader, const struct node *node, const struct lock_noun *kind)
{
    for (size_t i = 0; i < kind->len; i++) {
        if (kind->fields[i].required && node_get(node, kind->fields[i].key) == NULL) {
            return refuse(reader, node, arena_printf(reader->arena, "%s has no ", kind->name), kind->fields[i].key);
        }
    }
    return CORM_OK;
}

static corm_status read_noun(
    struct lock_reader *reader, const struct node *node, const struct lock_noun *kind, void *noun)
{
    if (node->kind != NODE_MAP) {
        return refuse(
            reader, node, arena_printf(reader->arena, "%s must be a map, found ", kind->name), node_kind_name(node));
    }
    set_defaults(kind, noun);
    for (size_t i = 0; i < node->pairs.len; i++) {
        const struct node_pair *pair = &node->pairs.at[i];
        const struct lock_field *field = find_field(kind, pair->key->text);
        if (field == NULL) {
            return refuse(
                reader, pair->key, arena_printf(reader->arena, "%s has no key ", kind->name), pair->key->text);
        }
        corm_status status = read_field(reader, pair->value, field, noun);
        if (status != CORM_OK) {
            return status;
        }
    }
    if (reader->read_back) {
        set_twins(node, kind, noun);
    }
    return check_required(reader, node, kind);
}

static const struct lock_field schema_fields[] = {
    {.key = "schemas", .kind = LOCK_NAMES, .offset = offsetof(struct schema, schemas)},
    {.key = "enums", .kind = LOCK_ITEMS, .offset = offsetof(struct schema, enums), .noun = &lock_enum},
    {.key = "tables", .kind = LOCK_ITEMS, .offset = offsetof(struct schema, tables), .noun = &lock_table},
};

static corm_status read_root(
    struct lock_reader *reader, const struct node *root, struct schema *schema, const char **ret_sum_hash)
{
    const struct lock_noun body = {"the schema", sizeof *schema, schema_fields, 3};
    int64_t version;
    const struct node *format = root->kind == NODE_MAP ? node_get(root, "corm") : NULL;
    if (format == NULL || !node_is_int(format, &version) || version != 1) {
        return refuse(reader, format == NULL ? root : format, "it does not begin with `corm: 1`", "");
    }
    const char *sum = NULL;
    const struct node *engine = node_get(root, "engine");
    reader->read_back = engine != NULL && engine->kind == NODE_SCALAR && engine_reads_back(engine->text);
    for (size_t i = 0; i < root->pairs.len; i++) {
        const char *key = root->pairs.at[i].key->text;
        const struct node *value = root->pairs.at[i].value;
        const struct lock_field *field = find_field(&body, key);
        corm_status status = CORM_OK;
        if (field != NULL) {
            status = read_field(reader, value, field, schema);
        } else if (text_same(key, "engine")) {
            status = read_text(reader, value, &schema->engine);
        } else if (text_same(key, "sum")) {
            status = read_text(reader, value, &sum);
        } else if (text_same(key, "renames")) { /* unknown: it was written without the lock before it */
            schema->tells_applied = false;
        } else if (!text_same(key, "corm")) {
            status = refuse(reader, root->pairs.at[i].key, "the schema has no key ", key);
        }
        if (status != CORM_OK) {
            return status;
        }
    }
    if (schema->engine == NULL || sum == NULL) {
        return refuse(reader, root, "it has no ", sum == NULL ? "sum" : "engine");
    }
    *ret_sum_hash = sum;
    return CORM_OK;
}

static corm_status refuse_yaml(struct lock_reader *reader)
{
    const struct diag_filter everything = {0};
    const corm_findings *findings = diags_findings(reader->diags, &everything);
    corm_status status = fail(reader->error,
        CORM_USAGE,
        "not a schema.lock: %s",
        findings->len != 0 ? findings->at[0].message : "it holds no YAML document, or several");
    fail_at(reader->error, reader->path, findings->len != 0 ? findings->at[0].place.line : 1);
    fail_hint(reader->error, "run corm-migrate hash to write it anew from the migrations");
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): a text, its name and two results are seven parameters */
corm_status lock_parse(struct arena *arena,
    const char *path,
    const char *text,
    size_t len,
    struct schema **ret_schema,
    const char **ret_sum_hash,
    corm_failure *error)
{
    struct arena *scratch = arena_new();
    struct lock_reader reader = {.arena = arena, .diags = diags_new(scratch), .path = path, .error = error};
    struct nodes documents = {0};
    uint32_t file = diags_add_source(reader.diags, path, text, len);
    bool is_yaml = node_read(scratch, arena, reader.diags, file, &lock_limits, &documents) && documents.len == 1;
    struct schema *schema = NEW(arena, struct schema);
    schema->tells_applied = true;
    corm_status status = is_yaml ? read_root(&reader, documents.at[0], schema, ret_sum_hash) : refuse_yaml(&reader);
    arena_free(scratch);
    if (status == CORM_OK) {
        schema_sort(schema);
        *ret_schema = schema;
    }
    return status;
}
