#include "explain/text.h"

/* SQLAlchemy's flush law (orm/dependency.py), and beside it what the database does to a plain DELETE. */

struct deleting {
    const struct explainer *explainer;
    struct arena *arena;
    const struct relationship *r;
    struct aspects *list;
    struct cascade cascade;
    const struct key *key;                  /* NULL for a join without one */
    const char *owner, *target, *name, *fk; /* "User", "Post", "posts", "posts.user_id" */
    const char *blocked;                    /* why the key cannot be set to NULL, or NULL where it can */
};

static void add(const struct deleting *d, const char *topic, const char *what, const char *why, struct span place)
{
    const struct aspect aspect = {.topic = topic, .what = what, .why = why, .place = place};
    aspect_add(d->explainer, d->list, &aspect);
}

/* The cascade as the reason, or what stands for it. */
static const char *cascade_why(const struct deleting *d)
{
    return d->r->def->has_cascade ? "cascade says so" : "cascade is not given: it is save-update, merge";
}

static struct span cascade_place(const struct deleting *d)
{
    return relationship_place(d->r->def, "cascade");
}

static const char *action(const struct deleting *d)
{
    const struct key *key = d->key;
    return key == NULL ? "nobody: there is no foreign key"
                       : fk_delete_text(d->arena, key->on_delete.action, &key->def->set_columns);
}

static const char *set_null(const struct deleting *d, const char *nulled)
{
    return d->blocked == NULL ? nulled
                              : arena_printf(d->arena, "fails: %s would be set to NULL, but %s", d->fk, d->blocked);
}

/* ---- one-to-many ---- */

static void delete_owner_with_children(const struct deleting *d)
{
    bool passive = d->r->def->passive_deletes == PASSIVE_TRUE;
    const char *what =
        passive ? arena_printf(d->arena,
                      "the %s that are loaded are deleted one by one, the others are left to ON DELETE %s",
                      d->name,
                      action(d))
                : arena_printf(d->arena, "its %s are loaded and deleted one by one, then the %s", d->name, d->owner);
    add(d, "delete", what, cascade_why(d), cascade_place(d));
}

static void delete_owner_alone(const struct deleting *d)
{
    bool passive = d->r->def->passive_deletes == PASSIVE_TRUE;
    if (d->r->def->passive_deletes == PASSIVE_ALL) {
        add(d,
            "delete",
            arena_printf(d->arena, "its %s are not touched: ON DELETE %s decides", d->name, action(d)),
            "passive_deletes: all",
            relationship_place(d->r->def, "passive_deletes"));
        return;
    }
    const char *nulled = arena_printf(d->arena,
        passive ? "%s of its %s that are loaded is set to NULL" : "%s of its %s is set to NULL, after they are loaded",
        d->fk,
        d->name);
    const char *what = set_null(d, nulled);
    if (passive) {
        what = arena_printf(d->arena, "%s; those that are not loaded are left to ON DELETE %s", what, action(d));
    }
    add(d, "delete", what, cascade_why(d), cascade_place(d));
}

static void remove_child(const struct deleting *d)
{
    if (d->cascade.delete_orphan) {
        add(d,
            "remove",
            arena_printf(d->arena, "the %s is deleted", d->target),
            "delete-orphan is in cascade",
            cascade_place(d));
        return;
    }
    add(d,
        "remove",
        set_null(d, arena_printf(d->arena, "the %s stays, its %s is set to NULL", d->target, d->fk)),
        "delete-orphan is not in cascade",
        cascade_place(d));
}

/* ---- many-to-one ---- */

static void delete_child(const struct deleting *d)
{
    add(d,
        "delete",
        d->cascade.delete ? arena_printf(d->arena, "its %s is deleted too", d->target)
                          : arena_printf(d->arena, "its %s is not touched", d->target),
        cascade_why(d),
        cascade_place(d));
}

static void remove_parent(const struct deleting *d)
{
    const char *what = set_null(d, arena_printf(d->arena, "%s is set to NULL", d->fk));
    if (d->cascade.delete_orphan) {
        what = arena_printf(d->arena, "%s, and the %s is deleted", what, d->target);
    }
    add(d, "remove", what, "the column is on this side", d->r->def->name.span);
}

/* ---- many-to-many ---- */

static void delete_linked(const struct deleting *d)
{
    const char *secondary = secondary_text(d->arena, d->r);
    bool passive = d->r->def->passive_deletes == PASSIVE_TRUE || d->r->def->passive_deletes == PASSIVE_ALL;
    const char *links =
        passive ? arena_printf(d->arena,
                      "its rows in %s are deleted for the %s that are loaded, the others are left to ON DELETE %s",
                      secondary,
                      d->name,
                      action(d))
                : arena_printf(d->arena, "its rows in %s are deleted", secondary);
    add(d,
        "delete",
        arena_printf(d->arena,
            "%s; %s",
            links,
            !d->cascade.delete ? arena_printf(d->arena, "the %s stay", d->name)
            : passive
                ? arena_printf(d->arena, "each %s that is loaded is deleted, even one that others share", d->target)
                : arena_printf(d->arena, "so is each %s, even one that others share", d->target)),
        cascade_why(d),
        cascade_place(d));
}

static void remove_linked(const struct deleting *d)
{
    const char *secondary = secondary_text(d->arena, d->r);
    add(d,
        "remove",
        arena_printf(d->arena,
            d->cascade.delete_orphan ? "the row in %s is deleted, and the %s too"
                                     : "the row in %s is deleted, the %s stays",
            secondary,
            d->target),
        cascade_why(d),
        cascade_place(d));
}

/* ---- the database ---- */

static const char *database_does(const struct deleting *d, const struct key *key)
{
    const char *gone = table_text(d->arena, key->referenced), *rows = table_text(d->arena, key->table);
    struct strings some = words_texts(d->arena, &key->def->set_columns);
    const char *set = some.len == 0 ? d->fk : columns_text(d->arena, key->table, &some);
    switch (key->on_delete.action) {
    case ACTION_CASCADE: return arena_printf(d->arena, "DELETE FROM %s deletes the rows of %s with it", gone, rows);
    case ACTION_SET_NULL: return arena_printf(d->arena, "DELETE FROM %s sets %s to NULL", gone, set);
    case ACTION_SET_DEFAULT: return arena_printf(d->arena, "DELETE FROM %s sets %s to its default", gone, set);
    case ACTION_UNSET:
    case ACTION_NO_ACTION:
    case ACTION_RESTRICT: break;
    }
    return arena_printf(d->arena, "DELETE FROM %s is refused while %s has rows of it", gone, rows);
}

static void in_database(const struct deleting *d)
{
    if (d->key == NULL && d->r->def->secondary_opaque) {
        add(d,
            "database",
            "what a DELETE does is not known",
            "the join at secondary is not looked into",
            relationship_place(d->r->def, "secondary"));
        return;
    }
    if (d->key == NULL) {
        add(d, "database", "a DELETE leaves rows that point nowhere", "there is no foreign key", d->r->def->name.span);
        return;
    }
    add(d,
        "database",
        database_does(d, d->key),
        arena_printf(d->arena,
            "ON DELETE %s, %s%s",
            action(d),
            d->key->on_delete.derived ? "derived: " : "",
            d->key->on_delete.why),
        d->key->on_delete.place);
}

/* Why the columns cannot be set to NULL. */
static const char *why_blocked(const struct relationship *r)
{
    for (size_t i = 0; i < r->sync.len; i++) {
        const struct table_column *dest = &r->sync.at[i].dest;
        for (size_t j = 0; j < dest->table->primary_key.len; j++) {
            if (dest->column == table_column(dest->table, dest->table->primary_key.at[j].text)) {
                return "it is part of the primary key";
            }
        }
        if (!column_is_nullable(dest->table, dest->column)) {
            return "it may not be null";
        }
    }
    return NULL;
}

void explain_deleting(const struct explainer *explainer, const struct relationship *r, struct aspects *list)
{
    struct strings written = written_columns(explainer->arena, &r->sync);
    struct deleting d = {.explainer = explainer,
        .arena = explainer->arena,
        .r = r,
        .list = list,
        .cascade = relationship_cascade(r->def),
        .key = relationship_key(explainer->resolved, r),
        .owner = r->owner->name.text,
        .target = r->target->name.text,
        .name = r->def->name.text,
        .fk = written.len == 0 ? "" : columns_text(explainer->arena, written_table(&r->sync), &written),
        .blocked = why_blocked(r)};
    if (r->def->viewonly == YES) {
        add(&d, "delete", "nothing is written", "viewonly: true", relationship_place(r->def, "viewonly"));
    } else if (r->direction == ONE_TO_MANY) {
        (d.cascade.delete ? delete_owner_with_children : delete_owner_alone)(&d);
        remove_child(&d);
    } else if (r->direction == MANY_TO_ONE) {
        delete_child(&d);
        remove_parent(&d);
    } else {
        delete_linked(&d);
        remove_linked(&d);
    }
    in_database(&d);
}
