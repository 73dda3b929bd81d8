#include "model/reader.h"

#include "base/text.h"

#include <string.h>

/* ---- texts that are expressions ---- */

static void refuse_expression(struct reader *reader, const char *key, const struct expr_error *error)
{
    struct report *report =
        reader_report(reader, RULE_REL107, error->at, "\"%s\" cannot be read: %s", key, error->message);
    diag_hint(report,
        text_ends(key, "join") ? "write comparisons of columns, such as \"User.id == foreign(Post.user_id)\""
                               : "write columns, such as [Post.user_id]");
}

static void read_join(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    bool primary = strcmp(pair->key->text, "primaryjoin") == 0;
    struct word *word = primary ? &rel->primaryjoin : &rel->secondaryjoin;
    struct span place;
    struct expr_error error;
    if (node_is_null(pair->value) || !read_text(reader, pair, word)) {
        return;
    }
    bool exact = text_place(reader, pair->value, &place);
    struct expr *expr = expr_parse(reader->arena, word->text, place, exact, &error);
    if (expr == NULL) {
        refuse_expression(reader, pair->key->text, &error);
        *(primary ? &rel->primaryjoin_bad : &rel->secondaryjoin_bad) = true;
    }
    *(primary ? &rel->primaryjoin_expr : &rel->secondaryjoin_expr) = expr;
}

static void read_columns_text(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct span place;
    struct expr_error error;
    if (pair->value->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "columns", "write [User.id, User.name]");
        return;
    }
    int64_t number;
    if (node_is_int(pair->value, &number)) {
        refuse_kind(reader, pair, "columns", "write [User.id, User.name]");
        return;
    }
    bool exact = text_place(reader, pair->value, &place);
    if (!expr_parse_list(reader->arena, pair->value->text, place, exact, into, &error)) {
        refuse_expression(reader, pair->key->text, &error);
    }
}

/* foreign_keys, remote_side and order_by: SQLAlchemy's text or a list; false is SQLAlchemy's "no order". */
static void read_column_list(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    bool is_foreign = strcmp(pair->key->text, "foreign_keys") == 0;
    bool is_remote = strcmp(pair->key->text, "remote_side") == 0;
    struct exprs *list = is_foreign ? &rel->foreign_keys : is_remote ? &rel->remote_side : &rel->order_by;
    bool flag;
    if (node_is_null(pair->value) || (node_is_bool(pair->value, &flag) && !flag)) {
        return;
    }
    if (pair->value->kind == NODE_SCALAR) {
        read_columns_text(reader, list, pair);
    } else {
        read_items(reader, pair, "columns", read_columns_text, list);
    }
    *(is_foreign ? &rel->has_foreign_keys : &rel->has_remote_side) |= (is_foreign || is_remote) && list->len > 0;
}

/* ---- words with a spelling of their own ---- */

static void read_cascade(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    if (!node_is_null(pair->value)) {
        rel->has_cascade = true;
        read_comma_list(reader, pair, &rel->cascade);
    }
}

static void read_overlaps(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (!node_is_null(pair->value)) {
        read_comma_list(reader, pair, &((struct rel_def *)into)->overlaps);
    }
}

/* lazy=True, False and None are SQLAlchemy's other spellings of three loaders. */
static void read_lazy(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    bool flag;
    if (!read_text(reader, pair, &rel->lazy)) {
        return;
    }
    if (node_is_null(pair->value)) {
        rel->lazy =
            (struct word){.text = "noload", .span = pair->value->span.len > 0 ? pair->value->span : pair->key->span};
    } else if (node_is_bool(pair->value, &flag)) {
        rel->lazy.text = flag ? "select" : "joined";
    }
}

/* Kept for the exporters alone. */
static void read_class_name(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct word ignored;
    (void)into;
    (void)!read_text(reader, pair, &ignored);
}

static void read_passive_deletes(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    bool flag;
    if (pair->value->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "true, false or all", NULL);
        return;
    }
    if (node_is_null(pair->value) || !read_text(reader, pair, &rel->passive_deletes_word)) {
        return;
    }
    if (node_is_bool(pair->value, &flag)) {
        rel->passive_deletes = flag ? PASSIVE_TRUE : PASSIVE_FALSE;
    } else {
        rel->passive_deletes = strcmp(pair->value->text, "all") == 0 ? PASSIVE_ALL : PASSIVE_OTHER;
    }
}

static void read_rel_kind(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const words[] = {"one_to_one", "one_to_many", "many_to_one", "many_to_many", NULL};
    struct rel_def *rel = into;
    int choice = node_is_null(pair->value) ? -1 : read_choice(reader, pair, words);
    if (choice >= 0) {
        rel->kind = word_of(pair->value);
    }
}

static void read_join_depth(struct reader *reader, void *into, const struct node_pair *pair)
{
    int64_t depth;
    if (node_is_null(pair->value) || !read_integer(reader, pair, &depth)) {
        return;
    }
    if (depth < 0) {
        refuse_kind(reader, pair, "a whole number that is not negative", NULL);
    } else {
        ((struct rel_def *)into)->join_depth = depth;
    }
}

/* A table's name; `{join: ...}` is a join or a view that nobody looks into. */
static void read_secondary(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    const struct node *join = node_get(pair->value, "join");
    if (node_is_null(pair->value)) {
        return;
    }
    if (pair->value->kind == NODE_MAP && join != NULL && join->kind == NODE_SCALAR && pair->value->pairs.len == 1) {
        rel->secondary = word_of(join);
        rel->secondary_opaque = true;
    } else if (pair->value->kind == NODE_SCALAR) {
        read_name(reader, pair, &rel->secondary);
    } else {
        refuse_kind(reader, pair, "a table", "write secondary: user_group, or {join: ...} for what is no table");
    }
}

/* ---- backref ---- */

static struct rel_def *new_relationship(struct reader *reader, const struct node_pair *pair)
{
    struct rel_def *rel = NEW(reader->arena, struct rel_def);
    rel->join_depth = -1;
    rel->span = pair->value->span.len > 0 ? pair->value->span : pair->key->span;
    return rel;
}

/* Notes where each key stands, for messages. */
static void note_places(struct reader *reader, struct rel_def *rel, const struct node *map)
{
    rel->keys.at = NEW_ARRAY(reader->arena, struct rel_key, map->pairs.len);
    rel->keys.len = rel->keys.cap = map->pairs.len;
    for (size_t i = 0; i < map->pairs.len; i++) {
        const struct node_pair *pair = &map->pairs.at[i];
        rel->keys.at[i] = (struct rel_key){
            .key = pair->key->text, .span = pair->value->span.len > 0 ? pair->value->span : pair->key->span};
    }
}

static void read_backref(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct rel_def *rel = into;
    if (node_is_null(pair->value)) {
        return;
    }
    if (pair->value->kind != NODE_MAP) {
        if (read_text(reader, pair, &rel->backref) && !check_name(reader, &rel->backref, false)) {
            rel->backref = (struct word){0};
        }
        return;
    }
    struct rel_def *reverse = new_relationship(reader, pair);
    bool known = read_fields(reader, &backref_keys, pair->value, reverse);
    note_places(reader, reverse, pair->value);
    rel->backref = reverse->name;
    rel->backref_options = reverse;
    if (known && node_get(pair->value, "name") == NULL) {
        refuse_missing(reader, pair->value->span, "a backref needs a name", "write {name: author}");
    }
}

/* ---- the keys ---- */

#define WORD(key, kind, member)                                                                                        \
    {                                                                                                                  \
        (key), (kind), offsetof(struct rel_def, member), NULL                                                          \
    }
#define FLAG(key)                                                                                                      \
    {                                                                                                                  \
#key, FIELD_TRI, offsetof(struct rel_def, key), NULL                                                           \
    }

#define SHARED_FIELDS                                                                                                  \
    WORD("target", FIELD_WORD, target), WORD("back_populates", FIELD_WORD, back_populates), FLAG(uselist),             \
        {"secondary", FIELD_READ, 0, read_secondary}, {"primaryjoin", FIELD_READ, 0, read_join},                       \
        {"secondaryjoin", FIELD_READ, 0, read_join}, {"foreign_keys", FIELD_READ, 0, read_column_list},                \
        {"remote_side", FIELD_READ, 0, read_column_list}, {"order_by", FIELD_READ, 0, read_column_list},               \
        {"cascade", FIELD_READ, 0, read_cascade}, {"passive_deletes", FIELD_READ, 0, read_passive_deletes},            \
        FLAG(passive_updates), FLAG(single_parent), {"lazy", FIELD_READ, 0, read_lazy}, FLAG(innerjoin),               \
        {"join_depth", FIELD_READ, 0, read_join_depth}, FLAG(omit_join), FLAG(viewonly), FLAG(sync_backref),           \
        {"overlaps", FIELD_READ, 0, read_overlaps}, FLAG(post_update),                                                 \
        WORD("collection_class", FIELD_TEXT, collection_class), FLAG(enable_typechecks), FLAG(active_history),         \
        FLAG(cascade_backrefs), FLAG(distinct_target_key), FLAG(load_on_pending), FLAG(bake_queries),                  \
        {"query_class", FIELD_READ, 0, read_class_name}, {"comparator_factory", FIELD_READ, 0, read_class_name},       \
        WORD("doc", FIELD_TEXT, doc), WORD("info", FIELD_NODE, info),                                                  \
    {                                                                                                                  \
        "kind", FIELD_READ, 0, read_rel_kind                                                                           \
    }

static const struct field backref_fields[] = {WORD("name", FIELD_WORD, name), SHARED_FIELDS};
static const struct field rel_fields[] = {{"backref", FIELD_READ, 0, read_backref}, SHARED_FIELDS};

const struct fields backref_keys = {.what = "a backref",
    .meant = meant_in_relationship,
    FIELDS(backref_fields),
    .null_is_unset = true,
    .comma_lists = true};
const struct fields rel_keys = {.what = "a relationship",
    .meant = meant_in_relationship,
    FIELDS(rel_fields),
    .null_is_unset = true,
    .comma_lists = true};

/* One without a target that can be read is left out. */
static void read_relationship_map(
    struct reader *reader, struct class_def *class_, struct rel_def *rel, const struct node *map)
{
    bool known = read_fields(reader, &rel_keys, map, rel);
    rel->misread = !known;
    note_places(reader, rel, map);
    const struct node *target = node_get(map, "target");
    if (known && (target == NULL || node_is_null(target))) {
        refuse_missing(reader, rel->name.span, "a relationship needs a target", "write {target: Post}");
    }
    if (rel->target.text != NULL) {
        *PUSH(reader->arena, &class_->relationships) = rel;
        map_set(reader->arena, &class_->rel_by_name, rel->name.text, rel);
    } else {
        *PUSH(reader->arena, &class_->rels_unread) = rel->name;
    }
}

static void read_relationship(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct class_def *class_ = into;
    struct rel_def *rel = new_relationship(reader, pair);
    rel->name = word_of(pair->key);
    rel->owner = class_;
    const char *outer = reader->object;
    reader->object = class_->name.text;
    reader->member = pair->key->text;
    if (pair->value->kind != NODE_MAP) {
        *PUSH(reader->arena, &class_->rels_unread) = rel->name;
        refuse_kind(reader, pair, "a map", "write name: {target: Post}");
    } else if (check_name(reader, &rel->name, false)) {
        read_relationship_map(reader, class_, rel, pair->value);
    }
    reader->object = outer;
    reader->member = NULL;
}

void read_relationships(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_entries(reader, pair, read_relationship, &((struct definition *)into)->class_);
}
