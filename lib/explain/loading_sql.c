#include "base/buf.h"
#include "base/text.h"
#include "explain/loading.h"
#include "explain/text.h"
#include "resolve/condition.h"

#include <string.h>

/* ---- tables ---- */

static const struct key *key_between(
    const struct resolved *resolved, const struct table_def *from, const struct table_def *to)
{
    for (size_t i = 0; i < resolved->keys.len; i++) {
        if (resolved->keys.at[i]->table == from && resolved->keys.at[i]->referenced == to) {
            return resolved->keys.at[i];
        }
    }
    return NULL;
}

/* "users", or "users AS users_1" with a suffix. */
static const char *table_as(struct arena *arena, const struct table_def *table, const char *suffix)
{
    const char *name = table_text(arena, table);
    return *suffix == '\0' ? name : arena_printf(arena, "%s AS %s%s", name, table->name.text, suffix);
}

static const char *name_as(struct arena *arena, const struct table_def *table, const char *suffix)
{
    return *suffix == '\0' ? table_text(arena, table) : arena_printf(arena, "%s%s", table->name.text, suffix);
}

/* The class itself, or the one above it whose table it shares. */
static const struct class_def *with_table(const struct class_def *class_)
{
    while (class_ != NULL && class_->table == NULL) {
        class_ = mapped_base(class_);
    }
    return class_;
}

static void add_base(const struct loader *loader, struct buf *buf, const struct class_def *class_, const char *suffix)
{
    class_ = with_table(class_);
    const struct class_def *base = class_ == NULL || class_->concrete == YES ? NULL : with_table(mapped_base(class_));
    if (base == NULL) {
        return;
    }
    const struct key *key = key_between(loader->explainer->resolved, class_->table, base->table);
    buf_printf(buf, " JOIN %s ON ", table_as(loader->arena, base->table, suffix));
    for (size_t i = 0; key != NULL && i < key->columns.len; i++) {
        buf_printf(buf,
            "%s%s.%s = %s.%s",
            i == 0 ? "" : " AND ",
            name_as(loader->arena, base->table, suffix),
            key->ref_columns.at[i]->name.text,
            name_as(loader->arena, class_->table, suffix),
            key->columns.at[i]->name.text);
    }
    add_base(loader, buf, base, suffix);
}

/* What stands behind FROM: the table of the class, joined with those that it inherits from. */
static const char *from_class(
    const struct loader *loader, const struct class_def *class_, const struct table_def *table, const char *suffix)
{
    struct buf buf = buf_new(loader->arena);
    buf_add(&buf, table_as(loader->arena, table, suffix));
    add_base(loader, &buf, class_, suffix);
    return buf_text(&buf);
}

/* ---- columns, as each statement spells them ---- */

static bool is_owners(const struct loader *loader, const struct term *term)
{
    return term->local && !loader->in_secondary;
}

static const char *plain(struct arena *arena, const struct term *term)
{
    return column_text(arena, &term->column);
}

static const char *as_parameter(struct arena *arena, const struct term *term, const void *context)
{
    return is_owners(context, term) ? arena_printf(arena, ":%s", term->column.column->name.text) : plain(arena, term);
}

static const char *aliased(struct arena *arena, const struct term *term, const char *alias)
{
    return arena_printf(arena, "%s.%s", alias, term->column.column->name.text);
}

static const char *as_secondary(struct arena *arena, const struct loader *loader, const struct term *term)
{
    bool secondary = loader->r->secondary != NULL && term->column.table == loader->r->secondary;
    return secondary ? aliased(arena, term, name_as(arena, loader->r->secondary, "_1")) : NULL;
}

static const char *as_joined(struct arena *arena, const struct term *term, const void *context)
{
    const struct loader *loader = context;
    const char *secondary = as_secondary(arena, loader, term);
    bool far = loader->in_secondary || !term->local;
    return secondary != NULL ? secondary
           : far             ? aliased(arena, term, name_as(arena, term->column.table, "_1"))
                             : plain(arena, term);
}

static const char *as_subquery(struct arena *arena, const struct term *term, const void *context)
{
    const struct loader *loader = context;
    const char *secondary = as_secondary(arena, loader, term);
    return secondary != NULL ? secondary
           : is_owners(loader, term)
               ? arena_printf(arena, "anon_1.%s_%s", term->column.table->name.text, term->column.column->name.text)
               : plain(arena, term);
}

static const char *as_selectin(struct arena *arena, const struct term *term, const void *context)
{
    const struct loader *loader = context;
    const char *secondary = as_secondary(arena, loader, term);
    return secondary != NULL         ? secondary
           : is_owners(loader, term) ? aliased(arena, term, name_as(arena, term->column.table, "_1"))
                                     : plain(arena, term);
}

static const char *primary_sql(struct loader *loader, column_spelling *spell)
{
    loader->in_secondary = false;
    return condition_sql(loader->arena, loader->r->primary_join, spell, loader);
}

static const char *secondary_sql(struct loader *loader, column_spelling *spell)
{
    loader->in_secondary = true;
    return condition_sql(loader->arena, loader->r->secondary_join, spell, loader);
}

/* ---- order ---- */

struct order {
    struct loader *loader;
    const char *suffix;
    size_t next; /* of r->order_by */
};

static const char *order_item(struct order *order, const struct expr *expr)
{
    static const char *const words[][2] = {{"desc", "DESC"},
        {"asc", "ASC"},
        {"nullsfirst", "NULLS FIRST"},
        {"nulls_first", "NULLS FIRST"},
        {"nullslast", "NULLS LAST"},
        {"nulls_last", "NULLS LAST"}};
    struct arena *arena = order->loader->arena;
    const struct table_columns *columns = &order->loader->r->order_by;
    if (expr->kind == EXPR_COLUMN && order->next < columns->len) {
        const struct table_column *column = &columns->at[order->next++];
        return arena_printf(arena, "%s.%s", name_as(arena, column->table, order->suffix), column->column->name.text);
    }
    for (size_t i = 0; expr->kind == EXPR_CALL && expr->args.len == 1 && i < sizeof words / sizeof *words; i++) {
        if (text_same(expr->text, words[i][0])) {
            return arena_printf(arena, "%s %s", order_item(order, expr->args.at[0]), words[i][1]);
        }
    }
    return expr->kind == EXPR_CALL ? expr->written : expr->text;
}

/* " ORDER BY posts.title DESC", or "". */
static const char *order_sql(struct loader *loader, const char *suffix)
{
    const struct exprs *items = &loader->r->def->order_by;
    struct order order = {.loader = loader, .suffix = suffix};
    struct buf buf = buf_new(loader->arena);
    for (size_t i = 0; i < items->len; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? " ORDER BY " : ", ", order_item(&order, items->at[i]));
    }
    return buf_text(&buf);
}

/* ---- statements ---- */

const char *loading_lazy_sql(struct loader *loader)
{
    const struct relationship *r = loader->r;
    const char *target = from_class(loader, r->target, r->target_table, "");
    const char *where = primary_sql(loader, as_parameter);
    const char *second = r->secondary_join == NULL ? NULL : secondary_sql(loader, as_parameter);
    return arena_printf(loader->arena,
        "SELECT %s.* FROM %s%s%s WHERE %s%s%s%s",
        table_text(loader->arena, r->target_table),
        target,
        second == NULL ? "" : ", ",
        second == NULL ? "" : table_text(loader->arena, r->secondary),
        where,
        second == NULL ? "" : " AND ",
        second == NULL ? "" : second,
        order_sql(loader, ""));
}

const char *loading_joined_sql(struct loader *loader)
{
    const struct relationship *r = loader->r;
    const char *target = from_class(loader, r->target, r->target_table, "_1");
    if (r->secondary_join != NULL) {
        target = arena_printf(loader->arena,
            "(%s JOIN %s ON %s)",
            table_as(loader->arena, r->secondary, "_1"),
            target,
            secondary_sql(loader, as_joined));
    } else if (strstr(target, " JOIN ") != NULL) {
        target = arena_printf(loader->arena, "(%s)", target);
    }
    return arena_printf(loader->arena,
        "SELECT %s.*, %s.* FROM %s %s %s ON %s%s",
        table_text(loader->arena, r->owner_table),
        name_as(loader->arena, r->target_table, "_1"),
        from_class(loader, r->owner, r->owner_table, ""),
        r->def->innerjoin == YES ? "JOIN" : "LEFT OUTER JOIN",
        target,
        primary_sql(loader, as_joined),
        order_sql(loader, "_1"));
}

/* The owner's columns that the join needs: "users.id AS users_id". */
static const char *local_columns(struct loader *loader)
{
    struct buf buf = buf_new(loader->arena);
    for (size_t i = 0; i < loader->r->local.len; i++) {
        const struct table_column *column = &loader->r->local.at[i];
        buf_printf(&buf,
            "%s%s AS %s_%s",
            i == 0 ? "" : ", ",
            column_text(loader->arena, column),
            column->table->name.text,
            column->column->name.text);
    }
    return buf_text(&buf);
}

/* "JOIN posts ON ...", by way of the secondary table where there is one. */
static const char *join_of(struct loader *loader, column_spelling *spell)
{
    const struct relationship *r = loader->r;
    const char *target = from_class(loader, r->target, r->target_table, "");
    const char *first = primary_sql(loader, spell);
    if (r->secondary_join == NULL) {
        return arena_printf(loader->arena, "JOIN %s ON %s", target, first);
    }
    return arena_printf(loader->arena,
        "JOIN %s ON %s JOIN %s ON %s",
        table_as(loader->arena, r->secondary, "_1"),
        first,
        target,
        secondary_sql(loader, spell));
}

const char *loading_subquery_sql(struct loader *loader)
{
    const struct relationship *r = loader->r;
    return arena_printf(loader->arena,
        "SELECT %s.* FROM (SELECT %s%s FROM %s) AS anon_1 %s%s",
        table_text(loader->arena, r->target_table),
        r->direction == MANY_TO_ONE ? "DISTINCT " : "",
        local_columns(loader),
        from_class(loader, r->owner, r->owner_table, ""),
        join_of(loader, as_subquery),
        order_sql(loader, ""));
}

static bool is_primary_key(const struct table_columns *columns)
{
    if (columns->len == 0 || columns->len != columns->at[0].table->primary_key.len) {
        return false;
    }
    for (size_t i = 0; i < columns->len; i++) {
        const struct table_def *table = columns->at[0].table;
        bool found = false;
        for (size_t j = 0; j < table->primary_key.len; j++) {
            found = found || text_same(table->primary_key.at[j].text, columns->at[i].column->name.text);
        }
        if (!found || columns->at[i].table != table) {
            return false;
        }
    }
    return true;
}

bool loading_is_plain(const struct relationship *r)
{
    bool only_keys = r->secondary_join == NULL && !r->primary_has_criteria && !r->primary_has_or;
    return only_keys && r->def->omit_join != NO && r->sync.len == r->primary.len &&
           is_primary_key(r->direction == MANY_TO_ONE ? &r->remote : &r->local);
}

static const char *in_columns(struct loader *loader, const struct table_columns *columns, const char *suffix)
{
    struct buf buf = buf_new(loader->arena);
    buf_add(&buf, columns->len > 1 ? "(" : "");
    for (size_t i = 0; i < columns->len; i++) {
        const struct table_column *column = &columns->at[i];
        buf_printf(&buf,
            "%s%s.%s",
            i == 0 ? "" : ", ",
            name_as(loader->arena, column->table, suffix),
            column->column->name.text);
    }
    buf_add(&buf, columns->len > 1 ? ")" : "");
    return buf_text(&buf);
}

const char *loading_selectin_sql(struct loader *loader)
{
    const struct relationship *r = loader->r;
    if (loading_is_plain(r)) {
        return arena_printf(loader->arena,
            "SELECT %s.* FROM %s WHERE %s IN (...)%s",
            table_text(loader->arena, r->target_table),
            from_class(loader, r->target, r->target_table, ""),
            in_columns(loader, &r->remote, ""),
            order_sql(loader, ""));
    }
    struct table_columns key = {0};
    for (size_t i = 0; i < r->owner_table->primary_key.len; i++) {
        struct column_def *column = table_column(r->owner_table, r->owner_table->primary_key.at[i].text);
        if (column != NULL) {
            *PUSH(loader->arena, &key) = (struct table_column){r->owner_table, column};
        }
    }
    return arena_printf(loader->arena,
        "SELECT %s, %s.* FROM %s %s WHERE %s IN (...)%s",
        in_columns(loader, &key, "_1"),
        table_text(loader->arena, r->target_table),
        from_class(loader, r->owner, r->owner_table, "_1"),
        join_of(loader, as_selectin),
        in_columns(loader, &key, "_1"),
        order_sql(loader, ""));
}

const char *explain_owners_sql(const struct explainer *explainer, const struct relationship *r)
{
    struct loader loader = {.explainer = explainer, .r = r, .arena = explainer->arena};
    return arena_printf(explainer->arena,
        "SELECT %s.* FROM %s",
        table_text(explainer->arena, r->owner_table),
        from_class(&loader, r->owner, r->owner_table, ""));
}
