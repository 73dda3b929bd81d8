#include "base/text.h"
#include "explain/text.h"

/* ---- kind ---- */

static const char *self_why(struct arena *arena, const struct relationship *r, struct span *ret_place)
{
    *ret_place = relationship_place(r->def, "remote_side");
    const struct table_columns *columns = r->direction == MANY_TO_ONE ? &r->remote : &r->local;
    const char *key = columns->len == 0 ? "the key" : column_text(arena, &columns->at[0]);
    if (r->direction == MANY_TO_ONE) {
        return arena_printf(arena, "%s, the key that is referenced, is the remote side", key);
    }
    return r->def->has_remote_side
               ? "remote_side names the foreign column"
               : "within one table and without remote_side it looks from the key to the rows that hold it";
}

static const char *direction_why(struct arena *arena, const struct relationship *r, struct span *ret_place)
{
    *ret_place = relationship_place(r->def, r->direction == MANY_TO_MANY ? "secondary" : "primaryjoin");
    if (r->direction == MANY_TO_MANY) {
        return arena_printf(arena, "%s stands between them as secondary", secondary_text(arena, r));
    }
    if (r->self) {
        return self_why(arena, r, ret_place);
    }
    struct strings written = written_columns(arena, &r->sync);
    const struct key *key = r->key;
    *ret_place = key == NULL ? *ret_place : key->def->span;
    const struct class_def *holder = r->direction == ONE_TO_MANY ? r->target : r->owner;
    return written.len == 0 ? "the foreign column decides"
                            : arena_printf(arena,
                                  "the foreign column %s is on the side of %s",
                                  columns_text(arena, written_table(&r->sync), &written),
                                  holder->name.text);
}

static bool is_unique_here(struct arena *arena, const struct relationship *r)
{
    struct strings written = written_columns(arena, &r->sync);
    return written.len != 0 && table_unique_on(written_table(&r->sync), &written);
}

static const char *kind_text(struct arena *arena, const struct relationship *r)
{
    bool one =
        (r->direction == ONE_TO_MANY && !r->uselist) || (r->direction == MANY_TO_ONE && is_unique_here(arena, r));
    return one                           ? "one-to-one"
           : r->direction == ONE_TO_MANY ? "one-to-many"
           : r->direction == MANY_TO_ONE ? "many-to-one"
                                         : "many-to-many";
}

static void add_kind(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    struct aspect aspect = {.topic = "kind"};
    aspect.why = direction_why(explainer->arena, r, &aspect.place);
    aspect.what =
        arena_printf(explainer->arena, "%s (%s)", kind_text(explainer->arena, r), direction_names[r->direction]);
    aspect_add(explainer, list, &aspect);
}

/* ---- number ---- */

static bool may_be_missing(const struct relationship *r)
{
    for (size_t i = 0; r->direction == MANY_TO_ONE && i < r->sync.len; i++) {
        if (!column_is_nullable(r->sync.at[i].dest.table, r->sync.at[i].dest.column)) {
            return false;
        }
    }
    return true;
}

static void add_number(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    struct arena *arena = explainer->arena;
    bool given = r->def->uselist != UNSET;
    const char *list_of = r->def->collection_class.text == NULL ? "list" : r->def->collection_class.text;
    struct aspect aspect = {
        .topic = "gives", .place = relationship_place(r->def, given ? "uselist" : "collection_class")};
    aspect.what =
        r->uselist
            ? arena_printf(arena, "a %s of %s", list_of, r->target->name.text)
            : arena_printf(arena, "%s%s", one_of(arena, r->target->name.text), may_be_missing(r) ? ", or None" : "");
    aspect.why = given                          ? arena_printf(arena, "uselist: %s", r->uselist ? "true" : "false")
                 : r->direction == MANY_TO_ONE  ? "the key of one row points at one row"
                 : r->direction == MANY_TO_MANY ? "many rows of the association table can name it"
                                                : "many rows can hold its key, and uselist is not given";
    aspect_add(explainer, list, &aspect);
}

/* ---- join ---- */

static void add_join(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    struct arena *arena = explainer->arena;
    struct aspect aspect = {.topic = "join", .what = relationship_join_sql(arena, r)};
    if (r->key != NULL) {
        struct strings columns = key_columns(arena, r->key);
        const char *found = columns_text(arena, r->key->table, &columns);
        if (r->secondary_key != NULL) {
            columns = key_columns(arena, r->secondary_key);
            found = arena_printf(arena, "%s and %s", found, columns_text(arena, r->secondary_key->table, &columns));
        }
        aspect.why = arena_printf(arena, "that is the foreign key %s", found);
        aspect.place = r->key->def->span;
    } else {
        aspect.why = r->def->from_backref ? "the other side's join, turned round" : "primaryjoin says so";
        aspect.place = relationship_place(r->def, "primaryjoin");
    }
    if (r->def->secondary_opaque) {
        const char *near = r->def->primaryjoin.text, *far = r->def->secondaryjoin.text;
        aspect.what = arena_printf(arena,
            "%s%s%s, by way of %s",
            near == NULL ? "" : near,
            near == NULL || far == NULL ? "" : " and ",
            far == NULL ? "" : far,
            r->def->secondary.text);
    }
    aspect_add(explainer, list, &aspect);
    if (r->problem == PROBLEM_OPAQUE) {
        const struct aspect opaque = {.topic = "join",
            .what = "parts of it are kept as they are written and not checked",
            .why = "they are outside of the grammar of joins",
            .place = aspect.place};
        aspect_add(explainer, list, &opaque);
    }
}

static void add_writes(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    struct arena *arena = explainer->arena;
    struct strings texts = {0};
    const struct sync_pairs *halves[] = {&r->sync, &r->secondary_sync};
    for (size_t half = 0; half < 2; half++) {
        for (size_t i = 0; i < halves[half]->len; i++) {
            *PUSH(arena, &texts) = arena_printf(arena,
                "%s = %s",
                column_text(arena, &halves[half]->at[i].dest),
                column_text(arena, &halves[half]->at[i].source));
        }
    }
    bool viewonly = r->def->viewonly == YES;
    const struct aspect aspect = {.topic = "writes",
        .what = viewonly || texts.len == 0 ? "nothing" : list_text(arena, &texts, ", "),
        .why = viewonly ? "viewonly: true" : "a flush copies the key into the foreign column",
        .place = viewonly ? relationship_place(r->def, "viewonly") : r->def->name.span};
    aspect_add(explainer, list, &aspect);
}

/* ---- the other side ---- */

static void add_reverse(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    struct arena *arena = explainer->arena;
    struct aspect aspect = {.topic = "reverse", .what = "none", .why = "neither back_populates nor backref names one"};
    const struct relationship *other = r->reverse;
    aspect.place = relationship_place(r->def, "back_populates");
    if (other != NULL) {
        aspect.what = other->name;
        aspect.why =
            r->def->from_backref || other->def->from_backref ? "backref makes it"
            : r->names == other && other->names == r         ? "back_populates on both sides"
            : r->names == other
                ? arena_printf(arena, "back_populates here only: a change of %s does not show here", other->name)
                : arena_printf(arena, "back_populates of %s only: a change here does not show there", other->name);
    }
    aspect_add(explainer, list, &aspect);
}

/* ---- keys and indexes ---- */

static void add_index(const struct explainer *explainer,
    const struct table_def *table,
    const struct strings *columns,
    struct aspects *list)
{
    struct arena *arena = explainer->arena;
    const char *why, *over = index_over(explainer, table, columns, &why);
    if (columns->len == 0 || explainer->schemas[0] == NULL || table->is_view) {
        return;
    }
    const char *name = columns_text(arena, table, columns), *one = NULL;
    for (size_t i = 0; over == NULL && i < columns->len; i++) { /* an index of one of them finds rows to look through */
        struct strings alone = {.at = &columns->at[i], .len = 1};
        over = one = index_over(explainer, table, &alone, &why);
    }
    struct aspect aspect = {.topic = "index", .why = why, .place = table->span};
    aspect.what = over == NULL ? arena_printf(arena, "%s: none, so each look-up reads the whole table", name)
                  : one == NULL || columns->len == 1 ? arena_printf(arena, "%s: %s", name, over)
                                                     : arena_printf(arena, "%s: only %s", name, over);
    for (size_t i = 0; i < list->len; i++) { /* a path that is compared with itself has one index, not two */
        if (text_same(list->at[i].what, aspect.what)) {
            return;
        }
    }
    aspect_add(explainer, list, &aspect);
}

/* The columns of a list that belong to one table: an index is of one table. */
static struct strings columns_in(
    struct arena *arena, const struct table_columns *columns, const struct table_def *table)
{
    struct strings names = {0};
    for (size_t i = 0; i < columns->len; i++) {
        if (columns->at[i].table == table && !strings_have(&names, columns->at[i].column->name.text)) {
            *PUSH(arena, &names) = columns->at[i].column->name.text;
        }
    }
    return names;
}

static void add_keys(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    const struct key *keys[] = {relationship_key(explainer->resolved, r),
        r->secondary_sync.len == 0 ? NULL : relationship_key_of(explainer->resolved, &r->secondary_sync)};
    for (size_t i = 0; i < 2; i++) {
        if (keys[i] != NULL) {
            struct aspect aspect = key_aspect(explainer, "key", keys[i]);
            aspect_add(explainer, list, &aspect);
        }
    }
}

static void add_indexes(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    const struct table_columns *sides[] = {&r->local, &r->remote};
    for (size_t side = 0; side < 2; side++) {
        const struct table_def *seen[2] = {NULL, NULL};
        for (size_t i = 0; i < sides[side]->len; i++) {
            const struct table_def *table = sides[side]->at[i].table;
            if (table == seen[0] || table == seen[1]) {
                continue;
            }
            seen[seen[0] == NULL ? 0 : 1] = table;
            struct strings columns = columns_in(explainer->arena, sides[side], table);
            bool secondary = table == r->secondary;
            for (size_t j = 0; secondary && j < columns.len; j++) { /* its two keys are looked up one at a time */
                struct strings one = {.at = &columns.at[j], .len = 1};
                add_index(explainer, table, &one, list);
            }
            if (!secondary) {
                add_index(explainer, table, &columns, list);
            }
        }
    }
}

struct aspects explain_relationship(const struct explainer *explainer, const struct relationship *r)
{
    struct aspects list = {0};
    if (r->direction == DIRECTION_NONE || r->target == NULL) {
        return list;
    }
    add_kind(explainer, r, &list);
    add_number(explainer, r, &list);
    add_join(explainer, r, &list);
    add_writes(explainer, r, &list);
    add_reverse(explainer, r, &list);
    add_keys(explainer, r, &list);
    add_indexes(explainer, r, &list);
    explain_deleting(explainer, r, &list);
    return list;
}
