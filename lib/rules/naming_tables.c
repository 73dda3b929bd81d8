#include "base/text.h"
#include "model/python.h"
#include "resolve/pointers.h"
#include "rules/english.h"
#include "rules/names.h"

#include <string.h>

/* NAM904, NAM906, NAM909: names of tables, of their columns, and of the classes over them. */

/* ---- what things would be called ---- */

/* What one row of a table is called: after its class, or else after the table. */
static const char *name_of_row(struct arena *arena, const struct table_def *table)
{
    const struct class_def *class_ = table->mapped_by;
    return name_of_one(arena, class_ == NULL ? table->name.text : text_snake_case(arena, class_->name.text));
}

/* That, and what it would be called after the table. */
static struct strings names_of_one(struct arena *arena, const struct table_def *table)
{
    struct strings names = {0};
    *PUSH(arena, &names) = name_of_row(arena, table);
    const char *own = name_of_one(arena, table->name.text);
    if (!strings_have(&names, own)) {
        *PUSH(arena, &names) = own;
    }
    return names;
}

/* ---- NAM904: columns that hold a key ---- */

static size_t keys_to(const struct rule_input *input, const struct key *key)
{
    size_t count = 0;
    for (size_t i = 0; i < key->table->foreign_keys.len; i++) {
        const struct key *other = resolved_key(input->resolved, key->table->foreign_keys.at[i]);
        count += other != NULL && other->referenced == key->referenced ? 1 : 0;
    }
    return count;
}

/* A row that extends another one shares its key, by whatever name. */
static bool is_shared_key(const struct key *key)
{
    return key->table->primary_key.len == 1 &&
           text_same(key->table->primary_key.at[0].text, key->columns.at[0]->name.text);
}

/* "user_id" is of the stem "user" and the end "id". */
static bool is_conventional(const char *column, const char *end, const struct strings *stems)
{
    for (size_t i = 0; i < stems->len; i++) {
        size_t len = strlen(stems->at[i]);
        if (text_starts(column, stems->at[i]) && column[len] == '_' && text_same(column + len + 1, end)) {
            return true;
        }
    }
    return false;
}

static void check_key_column(const struct rule_input *input, const struct key *key)
{
    if (key->columns.len != 1 || is_shared_key(key)) {
        return;
    }
    struct arena *arena = input->arena;
    const char *column = key->columns.at[0]->name.text, *end = key->ref_columns.at[0]->name.text;
    bool needs_role = key->referenced == key->table || keys_to(input, key) > 1;
    struct strings stems = names_of_one(arena, key->referenced);
    if (is_conventional(column, end, &stems) ||
        (needs_role && text_ends(column, arena_printf(arena, "_%s", end)) && *column != '_')) {
        return;
    }
    const char *better = arena_printf(arena, "%s_%s", needs_role ? column : name_of_row(arena, key->referenced), end);
    const char *object = arena_printf(arena, "%s.%s", table_text(arena, key->table), column);
    struct report *report = diag_report(input->diags,
        RULE_NAM904,
        key->columns.at[0]->name.span,
        object,
        "%s references %s.%s, and its name does not say so",
        object,
        table_text(arena, key->referenced),
        end);
    diag_hint(report, "name it %s, with `renamed_from: %s`", better, column);
    diag_fix(report, "proposed");
}

/* ---- NAM906: association tables ---- */

static bool is_python_name(const char *name)
{
    return name_is_identifier(name) && !python_is_keyword(name);
}

/* As a name of Python: "user-group" -> "user_group", "2fa" -> "t_2fa". */
static const char *python_name_of(struct arena *arena, const char *name)
{
    char *text = arena_printf(arena, "t_%s", name);
    for (char *at = text; *at != '\0'; at++) {
        const char letter[] = {'t', *at, '\0'};
        if (!name_is_identifier(letter)) {
            *at = '_';
        }
    }
    return is_python_name(text + 2) ? text + 2 : text;
}

static void report_no_identifier(const struct rule_input *input, const struct relationship *r)
{
    const char *name = r->secondary->name.text;
    struct report *report = diag_report(input->diags,
        RULE_NAM906,
        r->def->secondary.span,
        r->name,
        "SQLAlchemy reads secondary as Python, where \"%s\" is no name: a model with this text is refused",
        name);
    diag_also(report, r->secondary->name.span, "the association table");
    diag_hint(report, "rename the table to %s, with `renamed_from: \"%s\"`", python_name_of(input->arena, name), name);
    diag_fix(report, "proposed");
}

static bool joins_names(
    struct arena *arena, const char *name, const struct strings *first, const struct strings *second)
{
    for (size_t i = 0; i < first->len; i++) {
        for (size_t j = 0; j < second->len; j++) {
            const char *both = arena_printf(arena, "%s_%s", first->at[i], second->at[j]);
            if (text_same(name, both) || text_same(name_of_one(arena, name), both)) {
                return true;
            }
        }
    }
    return false;
}

/* The names of one and of many. */
static struct strings all_names(struct arena *arena, const struct table_def *table)
{
    struct strings names = names_of_one(arena, table);
    *PUSH(arena, &names) = table->name.text;
    return names;
}

static void check_pattern(const struct rule_input *input, const struct relationship *r)
{
    struct arena *arena = input->arena;
    struct strings own = all_names(arena, r->owner_table), others = all_names(arena, r->target_table);
    const char *name = r->secondary->name.text;
    if (r->self || r->secondary->mapped_by != NULL || joins_names(arena, name, &own, &others) ||
        joins_names(arena, name, &others, &own)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_NAM906,
        r->secondary->name.span,
        table_text(arena, r->secondary),
        "association table %s is not named after the two that it links, %s and %s",
        name,
        table_text(arena, r->owner_table),
        table_text(arena, r->target_table));
    diag_on_request(report);
    diag_hint(report,
        "name it %s_%s, with `renamed_from: %s`",
        name_of_row(arena, r->owner_table),
        name_of_row(arena, r->target_table),
        name);
    diag_fix(report, "proposed");
}

/* Once for each table. */
static void check_secondary(const struct rule_input *input, const struct relationship *r, struct pointers *seen)
{
    if (r->secondary == NULL || r->target_table == NULL || pointers_get(seen, r->secondary) != NULL) {
        return;
    }
    pointers_set(input->arena, seen, r->secondary, r->secondary);
    if (!is_python_name(r->secondary->name.text)) {
        report_no_identifier(input, r);
    } else if (r->direction == MANY_TO_MANY) {
        check_pattern(input, r);
    }
}

/* ---- NAM909: one or many ---- */

static void check_class_name(const struct rule_input *input, const struct class_def *class_)
{
    const char *snake = text_snake_case(input->arena, class_->name.text);
    if (!name_must_be_plural(snake)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_NAM909,
        class_->name.span,
        class_->name.text,
        "model %s has the name of several, and each of its objects is one",
        class_->name.text);
    diag_hint(report,
        "give it a singular name, and write `table: %s` so that the table stays",
        class_->table == NULL ? snake : table_text(input->arena, class_->table));
    diag_fix(report, "proposed");
}

enum number { EITHER, ONE, MANY };

static enum number number_of(const char *name)
{
    return name_must_be_plural(name) ? MANY : name_may_be_plural(name) ? EITHER : ONE;
}

/* The number that more of the mapped tables are named in. */
static enum number usual_number(const struct model *model)
{
    size_t count[3] = {0};
    for (size_t i = 0; i < model->tables.len; i++) {
        count[number_of(model->tables.at[i]->name.text)] += model->tables.at[i]->mapped_by != NULL ? 1 : 0;
    }
    return count[ONE] > count[MANY] ? ONE : count[MANY] > count[ONE] ? MANY : EITHER;
}

static void check_table_name(const struct rule_input *input, const struct table_def *table, enum number usual)
{
    enum number own = number_of(table->name.text);
    if (table->mapped_by == NULL || usual == EITHER || own == EITHER || own == usual) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_NAM909,
        table->name.span,
        table_text(input->arena, table),
        "table %s has a %s name, and most tables of this model have %s ones",
        table_text(input->arena, table),
        own == ONE ? "singular" : "plural",
        usual == ONE ? "singular" : "plural");
    diag_hint(report, "rename it, with `renamed_from: %s`", table->name.text);
    diag_fix(report, "proposed");
}

void rules_naming_tables(const struct rule_input *input)
{
    struct pointers seen = {0};
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        check_key_column(input, input->resolved->keys.at[i]);
    }
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        check_secondary(input, input->resolved->all.at[i], &seen);
    }
    for (size_t i = 0; i < input->model->classes.len; i++) {
        check_class_name(input, input->model->classes.at[i]);
    }
    enum number usual = usual_number(input->model);
    for (size_t i = 0; i < input->model->tables.len; i++) {
        check_table_name(input, input->model->tables.at[i], usual);
    }
}
