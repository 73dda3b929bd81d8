#include "base/text.h"
#include "resolve/names.h"
#include "rules/key_rings.h"
#include "rules/names.h"

/* MAP010, MAP013: how the table of a child class stands on that of its base. */

/* The class whose table a joined child is joined to, or NULL where the class is no joined child. */
static const struct class_def *joined_base(const struct class_def *class_)
{
    if (class_->table == NULL || class_->concrete == YES || class_->abstract == YES) {
        return NULL;
    }
    const struct class_def *base = mapped_base(class_);
    while (base != NULL && base->table == NULL) {
        base = mapped_base(base);
    }
    return base == NULL || base->table == class_->table ? NULL : base;
}

static bool joins_tables(const struct key *key, const struct table_def *a, const struct table_def *b)
{
    return (key->table == a && key->referenced == b) || (key->table == b && key->referenced == a);
}

static bool same_columns(const struct key *a, const struct key *b)
{
    if (a->table != b->table || a->columns.len != b->columns.len) {
        return false;
    }
    for (size_t i = 0; i < a->columns.len; i++) {
        if (a->columns.at[i] != b->columns.at[i] || a->ref_columns.at[i] != b->ref_columns.at[i]) {
            return false;
        }
    }
    return true;
}

/* The keys between the two tables, each once. */
static struct keys keys_between(
    const struct rule_input *input, const struct table_def *child, const struct table_def *base)
{
    struct keys found = {0};
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        struct key *key = input->resolved->keys.at[i];
        bool fresh = joins_tables(key, child, base);
        for (size_t j = 0; fresh && j < found.len; j++) {
            fresh = !same_columns(key, found.at[j]);
        }
        if (fresh) {
            *PUSH(input->arena, &found) = key;
        }
    }
    return found;
}

static bool has_broken_key(const struct rule_input *input, const struct table_def *table)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        if (resolved_key(input->resolved, table->foreign_keys.at[i]) == NULL) {
            return true;
        }
    }
    return false;
}

static void hint_missing_key(struct report *report, struct arena *arena, const struct table_def *base)
{
    if (base->primary_key.len == 1) {
        const char *key = base->primary_key.at[0].text;
        diag_hint(report,
            "write the child's key as `%s: {foreign_key: %s.%s, primary_key: true}`",
            key,
            table_text(arena, base),
            key);
    } else {
        struct strings names = words_texts(arena, &base->primary_key);
        diag_hint(report,
            "write under foreign_keys of the child `{columns: [%s], references: \"%s(%s)\"}`",
            strings_join(arena, &names, ", "),
            table_text(arena, base),
            strings_join(arena, &names, ", "));
    }
}

static void report_condition(
    const struct rule_input *input, const struct class_def *class_, struct span at, const char *what, const char *hint)
{
    struct report *report = diag_report(
        input->diags, RULE_MAP010, span_or(at, class_->inherit_condition.span), class_->name.text, "%s", what);
    if (hint != NULL) {
        diag_hint(report, "%s", hint);
    }
}

static struct expr *read_condition(const struct rule_input *input, const struct class_def *class_)
{
    const struct word *text = &class_->inherit_condition;
    struct expr_error error = {0};
    struct expr *expr = expr_parse(input->arena, text->text, text->span, false, &error);
    if (expr == NULL) {
        report_condition(input,
            class_,
            text->span,
            arena_printf(input->arena, "inherit_condition of %s cannot be read: %s", class_->name.text, error.message),
            "write it as SQLAlchemy takes it: \"Child.id == Base.id\"");
    }
    return expr;
}

/* The columns that expressions of inherit_condition name. */
static struct table_columns columns_of(const struct rule_input *input,
    const struct class_def *class_,
    const struct class_def *base,
    const struct exprs *exprs,
    struct unknown_names *unknown)
{
    struct table_columns columns = {0};
    const struct name_scope scope = {.index = input->resolved->index,
        .owner = mapping_of(input->resolved->index, class_),
        .target = mapping_of(input->resolved->index, base),
        .key = "inherit_condition",
        .unknown = unknown};
    names_collect(&scope, exprs, &columns);
    return columns;
}

static bool has_column_of(const struct table_columns *columns, const struct table_def *table)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (columns->at[i].table == table) {
            return true;
        }
    }
    return false;
}

/* The text of inherit_condition: a comparison of the two tables, over columns that are there.  False where it is not.
 */
static bool check_condition(
    const struct rule_input *input, const struct class_def *class_, const struct class_def *base)
{
    struct arena *arena = input->arena;
    struct expr *expr = read_condition(input, class_);
    if (expr == NULL) {
        return false;
    }
    struct unknown_names unknown = {0};
    struct exprs all = {.at = &expr, .len = 1};
    struct table_columns columns = columns_of(input, class_, base, &all, &unknown);
    for (size_t i = 0; i < unknown.len; i++) {
        const struct unknown_name *name = &unknown.at[i];
        report_condition(input,
            class_,
            name->span,
            arena_printf(arena, "inherit_condition names \"%s\", but there is no such column", name->name),
            name->nearest == NULL ? NULL : arena_printf(arena, "did you mean `%s`?", name->nearest));
    }
    bool compares = has_column_of(&columns, class_->table) && has_column_of(&columns, base->table);
    if (unknown.len == 0 && !compares) {
        report_condition(input,
            class_,
            expr->span,
            arena_printf(arena,
                "inherit_condition of %s does not compare a column of %s with one of %s: nothing says which rows "
                "belong "
                "together",
                class_->name.text,
                table_text(arena, class_->table),
                table_text(arena, base->table)),
            "compare the key that links the two: \"Child.id == Base.id\"");
    }
    return unknown.len == 0 && compares;
}

/* The key over the primary key of the child, which is what a row of it shares with its base; or any of the child's. */
static const struct key *likeliest(struct arena *arena, const struct keys *keys, const struct table_def *child)
{
    struct strings primary = words_texts(arena, &child->primary_key);
    const struct key *found = keys->at[0];
    for (size_t i = 0; i < keys->len; i++) {
        struct strings columns = key_columns(arena, keys->at[i]);
        if (keys->at[i]->table == child && strings_all_in(&primary, &columns)) {
            return keys->at[i];
        }
        found = found->table != child ? keys->at[i] : found;
    }
    return found;
}

static const char *condition_text(struct arena *arena, const struct key *key)
{
    struct strings parts = {0};
    for (size_t i = 0; i < key->columns.len; i++) {
        *PUSH(arena, &parts) = arena_printf(arena,
            "%s.%s == %s.%s",
            table_text(arena, key->table),
            key->columns.at[i]->name.text,
            table_text(arena, key->referenced),
            key->ref_columns.at[i]->name.text);
    }
    const char *all = strings_join(arena, &parts, ", ");
    return parts.len == 1 ? all : arena_printf(arena, "and_(%s)", all);
}

/* False where nothing says which rows belong together. */
static bool check_join(const struct rule_input *input, const struct class_def *class_, const struct class_def *base)
{
    if (class_->inherit_condition.text != NULL) {
        return check_condition(input, class_, base);
    }
    struct arena *arena = input->arena;
    struct keys keys = keys_between(input, class_->table, base->table);
    if (keys.len == 1 || (keys.len == 0 && has_broken_key(input, class_->table))) {
        return keys.len == 1;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP010,
        class_->inherits.span,
        class_->name.text,
        "%s inherits from %s, but %s from table %s to table %s: SQLAlchemy cannot tell which row of the base belongs "
        "to "
        "a row of the child",
        class_->name.text,
        base->name.text,
        keys.len == 0 ? "no foreign key leads" : "several foreign keys lead",
        table_text(arena, class_->table),
        table_text(arena, base->table));
    diag_fix(report, "proposed");
    if (keys.len == 0) {
        hint_missing_key(report, arena, base->table);
        return false;
    }
    for (size_t i = 0; i < keys.len; i++) {
        struct strings columns = key_columns(arena, keys.at[i]);
        diag_also(report, keys.at[i]->def->span, "one of them: %s", columns_text(arena, keys.at[i]->table, &columns));
    }
    diag_hint(report,
        "say which one, for example `inherit_condition: \"%s\"`",
        condition_text(arena, likeliest(arena, &keys, class_->table)));
    return false;
}

/* ---- columns of the base again ---- */

static const char *attribute_of(const struct class_def *class_, const struct column_def *column)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        if (text_same(class_->attributes.at[i].column.text, column->name.text)) {
            return class_->attributes.at[i].attribute.text;
        }
    }
    return column->name.text;
}

/* By one of the keys the column references the other. */
static bool keys_lead(const struct keys *keys, const struct column_def *column, const struct column_def *other)
{
    for (size_t i = 0; i < keys->len; i++) {
        const struct key *key = keys->at[i];
        for (size_t j = 0; j < key->columns.len; j++) {
            if (key->columns.at[j] == column && key->ref_columns.at[j] == other) {
                return true;
            }
        }
    }
    return false;
}

static bool names_all(const struct table_columns *columns, const struct key *key)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        const struct table_column own = {key->table, key->columns.at[i]},
                                  other = {key->referenced, key->ref_columns.at[i]};
        if (!columns_have(columns, &own) || !columns_have(columns, &other)) {
            return false;
        }
    }
    return true;
}

static void collect_equations(struct arena *arena, struct expr *expr, struct exprs *ret_equations)
{
    if (expr->kind == EXPR_COMPARE && text_same(expr->text, "==")) {
        *PUSH(arena, ret_equations) = expr;
    }
    for (size_t i = 0; expr->kind == EXPR_AND && i < expr->args.len; i++) {
        collect_equations(arena, expr->args.at[i], ret_equations);
    }
}

/* The keys that join the child to its base: those that the condition equates, where there is one. */
static struct keys joining_keys(
    const struct rule_input *input, const struct class_def *class_, const struct class_def *base)
{
    struct keys keys = keys_between(input, class_->table, base->table), named = {0};
    struct expr_error error = {0};
    const struct word *text = &class_->inherit_condition;
    struct expr *expr = text->text == NULL ? NULL : expr_parse(input->arena, text->text, text->span, false, &error);
    if (expr == NULL) {
        return keys;
    }
    struct exprs equations = {0};
    collect_equations(input->arena, expr, &equations);
    struct unknown_names unknown = {0};
    struct table_columns columns = columns_of(input, class_, base, &equations, &unknown);
    for (size_t i = 0; i < keys.len; i++) {
        if (names_all(&columns, keys.at[i])) {
            *PUSH(input->arena, &named) = keys.at[i];
        }
    }
    return named;
}

/* The key stands at the wrong end: each row of the base would need one of this child. */
static void hint_turn_round(struct report *report,
    struct arena *arena,
    const struct table_def *child,
    const char *column,
    const struct table_def *base,
    const char *of_base)
{
    const char *own = table_text(arena, child), *other = table_text(arena, base);
    diag_hint(report,
        "a row of the child references its base's: let %s.%s reference %s.%s, not the other way round",
        own,
        column,
        other,
        of_base);
}

/* SQLAlchemy folds columns of the same name into one attribute; over the key that joins the tables it should. */
static void check_columns(const struct rule_input *input, const struct class_def *class_, const struct class_def *base)
{
    struct keys keys = joining_keys(input, class_, base);
    for (size_t i = 0; i < class_->table->columns.len; i++) {
        const struct column_def *column = class_->table->columns.at[i];
        const char *attribute = attribute_of(class_, column);
        struct table_def *table = NULL;
        const struct column_def *of_base = class_attribute(base, attribute, &table);
        if (of_base == NULL || of_base == column || keys_lead(&keys, column, of_base)) {
            continue;
        }
        const char *name = column->name.text;
        struct report *report = diag_report(input->diags,
            RULE_MAP013,
            column->name.span,
            arena_printf(input->arena, "%s.%s", class_->name.text, attribute),
            "%s.%s and %s.%s would be one attribute of %s: what is set is written to both",
            table_text(input->arena, class_->table),
            name,
            table_text(input->arena, table),
            of_base->name.text,
            class_->name.text);
        diag_also(report, of_base->name.span, "the column of the base");
        if (keys_lead(&keys, of_base, column)) {
            hint_turn_round(report, input->arena, class_->table, name, table, of_base->name.text);
        } else {
            diag_hint(report,
                "give it an attribute of its own: `attributes: {%s_%s: %s}` at %s",
                text_snake_case(input->arena, class_->name.text),
                name,
                name,
                class_->name.text);
        }
        diag_fix(report, "proposed");
    }
}

void rules_inheritance(const struct rule_input *input)
{
    for (size_t i = 0; i < input->model->classes.len; i++) {
        const struct class_def *class_ = input->model->classes.at[i];
        const struct class_def *base = joined_base(class_);
        bool ring = rules_key_ring(input, class_);
        if (!ring) {
            rules_key_order(input, class_);
        }
        if (base != NULL && !ring && check_join(input, class_, base)) {
            check_columns(input, class_, base);
        }
    }
}
