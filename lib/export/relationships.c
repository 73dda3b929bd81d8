#include "base/text.h"
#include "export/exporter.h"

#include <inttypes.h>
#include <stddef.h>

/* The arguments of one relationship() or backref(). */
struct arguments {
    struct exporter *exporter;
    const struct rel_def *def, *side; /* side: whose class bare names mean */
    struct python *to;
};

static void add_string(const struct arguments *a, const char *name, const char *text)
{
    if (text != NULL) {
        python_add_named(a->exporter->arena, a->to, name, python_string(a->exporter->arena, text));
    }
}

static void add_exprs(const struct arguments *a, const char *name, const struct exprs *exprs)
{
    struct buf buf = buf_new(a->exporter->arena);
    for (size_t i = 0; i < exprs->len; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "" : ", ", export_expression(a->exporter, a->side, exprs->at[i]));
    }
    if (exprs->len == 1) {
        add_string(a, name, buf_text(&buf));
    } else if (exprs->len > 1) {
        add_string(a, name, arena_printf(a->exporter->arena, "[%s]", buf_text(&buf)));
    }
}

static const struct {
    const char *name;
    size_t offset;
} flags[] = {
#define FLAG(key)                                                                                                      \
    {                                                                                                                  \
#key, offsetof(struct rel_def, key)                                                                            \
    }
    FLAG(passive_updates),
    FLAG(single_parent),
    FLAG(innerjoin),
    FLAG(omit_join),
    FLAG(viewonly),
    FLAG(sync_backref),
    FLAG(post_update),
    FLAG(enable_typechecks),
    FLAG(active_history),
    FLAG(cascade_backrefs),
    FLAG(distinct_target_key),
    FLAG(load_on_pending),
    FLAG(bake_queries),
#undef FLAG
};

static void add_flag(const struct arguments *a, const char *name, enum tri flag)
{
    if (flag != UNSET) {
        python_add_named(a->exporter->arena, a->to, name, flag == YES ? "True" : "False");
    }
}

static void add_secondary(const struct arguments *a)
{
    struct arena *arena = a->exporter->arena;
    const char *text = a->def->secondary.text;
    if (a->def->secondary_opaque) {
        add_string(a, "secondary", text);
        return;
    }
    const struct table_def *table = text == NULL ? NULL : map_get(&a->exporter->model->table_by_name, text);
    if (table != NULL && table->mapped_by == NULL) {
        python_add_named(arena, a->to, "secondary", name_of(&a->exporter->tables, table));
    } else if (table != NULL && !python_is_identifier(text)) {
        const char *class_ = name_of(&a->exporter->classes, table->mapped_by);
        python_add_named(arena, a->to, "secondary", arena_printf(arena, "lambda: %s.__table__", class_));
    } else {
        add_string(a, "secondary", text == NULL ? NULL : python_identifier(arena, text));
    }
}

static const char *partner(const struct arguments *a)
{
    const char *name = a->def->back_populates.text;
    const struct class_def *target =
        name == NULL || a->def->target.text == NULL ? NULL : model_class(a->exporter->model, a->def->target.text);
    const struct rel_def *rel = target == NULL ? NULL : map_get(&target->rel_by_name, name);
    if (rel != NULL && !export_can_say(a->exporter, rel)) {
        return NULL;
    }
    const char *known = rel == NULL ? NULL : name_of(&a->exporter->attributes, rel);
    return known == NULL ? name : known;
}

static void add_passive_deletes(const struct arguments *a)
{
    switch (a->def->passive_deletes) {
    case PASSIVE_UNSET: return;
    case PASSIVE_FALSE: python_add_named(a->exporter->arena, a->to, "passive_deletes", "False"); return;
    case PASSIVE_TRUE: python_add_named(a->exporter->arena, a->to, "passive_deletes", "True"); return;
    case PASSIVE_ALL:
    case PASSIVE_OTHER: add_string(a, "passive_deletes", a->def->passive_deletes_word.text); return;
    }
}

static const char *words_text(struct arena *arena, const struct words *words)
{
    struct strings texts = words_texts(arena, words);
    return strings_join(arena, &texts, ", ");
}

static void add_backref(const struct arguments *a);

static void add_arguments(const struct arguments *a)
{
    struct exporter *exporter = a->exporter;
    const struct rel_def *def = a->def;
    add_secondary(a);
    if (def->primaryjoin_expr != NULL) {
        add_string(a, "primaryjoin", export_expression(exporter, a->side, def->primaryjoin_expr));
    }
    if (def->secondaryjoin_expr != NULL) {
        add_string(a, "secondaryjoin", export_expression(exporter, a->side, def->secondaryjoin_expr));
    }
    add_exprs(a, "foreign_keys", &def->foreign_keys);
    add_exprs(a, "remote_side", &def->remote_side);
    add_string(a, "back_populates", partner(a));
    add_backref(a);
    add_flag(a, "uselist", def->uselist);
    if (def->has_cascade) {
        add_string(a, "cascade", words_text(exporter->arena, &def->cascade));
    }
    add_passive_deletes(a);
    add_string(a, "lazy", def->lazy.text);
    add_exprs(a, "order_by", &def->order_by);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        add_flag(a, flags[i].name, *(const enum tri *)(const void *)((const char *)def + flags[i].offset));
    }
    if (def->join_depth >= 0) {
        python_add_named(
            exporter->arena, a->to, "join_depth", arena_printf(exporter->arena, "%" PRId64, def->join_depth));
    }
    if (def->overlaps.len != 0) {
        add_string(a, "overlaps", words_text(exporter->arena, &def->overlaps));
    }
    const char *collection = def->collection_class.text;
    struct python *class_ = collection == NULL ? NULL : export_collection(exporter, collection);
    if (class_ != NULL) {
        python_add(exporter->arena, a->to, python_named(exporter->arena, "collection_class", class_));
    }
    add_string(a, "doc", def->doc.text);
    struct python *info = export_info(exporter, def->info);
    if (info != NULL) {
        python_add(exporter->arena, a->to, python_named(exporter->arena, "info", info));
    }
}

static void add_backref(const struct arguments *a)
{
    struct arena *arena = a->exporter->arena;
    const struct rel_def *options = a->def->backref_options;
    if (options == NULL) {
        add_string(a, "backref", a->def->backref.text);
        return;
    }
    struct class_def *target = model_class(a->exporter->model, a->def->target.text);
    struct rel_def *side = NEW(arena, struct rel_def);
    side->owner = target == NULL ? a->side->owner : target;
    struct arguments reverse = {a->exporter, options, side, python_open(arena, name_orm(a->exporter, "backref"), '(')};
    python_add_text(arena, reverse.to, python_string(arena, a->def->backref.text));
    add_arguments(&reverse);
    python_add(arena, a->to, python_named(arena, "backref", reverse.to));
}

struct python *export_relationship(struct exporter *exporter, const struct rel_def *def, bool targeted)
{
    struct arena *arena = exporter->arena;
    struct arguments a = {exporter, def, def, python_open(arena, name_orm(exporter, "relationship"), '(')};
    const struct class_def *target = model_class(exporter->model, def->target.text);
    const char *name =
        target == NULL ? python_identifier(arena, def->target.text) : name_of(&exporter->classes, target);
    if (targeted) {
        python_add_text(arena, a.to, python_string(arena, name));
    }
    add_arguments(&a);
    return a.to;
}
