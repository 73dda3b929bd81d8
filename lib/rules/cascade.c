#include "rules/deletes.h"
#include "rules/fixes.h"

#include "base/text.h"

/* REL605 to REL613: what deleting a parent, or taking a child out of its collection, does to the children. */

enum fk_null { FK_NULLABLE, FK_NOT_NULL, FK_IN_PRIMARY_KEY };

struct delete_case {
    const struct rule_input *input;
    const struct relationship *r;
    struct cascade cascade;
    enum fk_action action; /* effective ON DELETE of the key; NO ACTION where there is no key */
    enum fk_null fk_null;
    const struct key *key;               /* NULL for a join without one */
    const char *name, *parent, *fk, *at; /* "User.posts", "User", "posts.user_id", "at User.posts" */
    const char *culprit;                 /* the column that cannot be null: "posts.user_id" */
};

static struct report *report_case(const struct delete_case *c, enum rule rule, const char *key, const char *message)
{
    struct report *report =
        diag_report(c->input->diags, rule, relationship_place(c->r->def, key), c->name, "%s", message);
    if (c->key != NULL) {
        diag_also(report,
            span_or(c->key->def->on_delete_word.span, c->key->def->span),
            "the foreign key %s, %s",
            c->fk,
            c->action == ACTION_UNSET ? "" : arena_printf(c->input->arena, "ON DELETE %s", fk_action_sql[c->action]));
    }
    return report;
}

static void set_on_delete(const struct delete_case *c, struct report *report, const char *action)
{
    if (c->key != NULL) {
        fix_key_set(report, c->key, "on_delete", action);
    }
}

static const char *cannot_be_null(const struct delete_case *c)
{
    const char *why = c->fk_null == FK_IN_PRIMARY_KEY ? "is part of the primary key" : "may not be null";
    return arena_printf(c->input->arena, "but %s %s", text_same(c->culprit, c->fk) ? "it" : c->culprit, why);
}

/* ---- without delete in the cascade ---- */

static void report_blocked(const struct delete_case *c)
{
    bool cascades = c->action == ACTION_CASCADE;
    const char *message = arena_printf(c->input->arena,
        "deleting %s that has %s fails: they stay, so %s would be set to NULL, %s%s",
        one_of(c->input->arena, c->parent),
        c->r->def->name.text,
        c->fk,
        cannot_be_null(c),
        cascades ? " (ON DELETE CASCADE comes too late: the NULL is written first)" : "");
    struct report *report =
        report_case(c, c->fk_null == FK_IN_PRIMARY_KEY ? RULE_REL606 : RULE_REL605, "cascade", message);
    if (cascades) {
        diag_hint(report, "write `cascade: \"all, delete-orphan\"` and `passive_deletes: true` %s", c->at);
        fix_words(report, c->r->def, "cascade", "all, delete-orphan");
        fix_set(report, c->r->def, "passive_deletes", "true");
        diag_fix(report, "safe");
        return;
    }
    diag_hint(report,
        "write `passive_deletes: all` %s to say that the delete is meant to be refused, or `cascade: \"all, "
        "delete-orphan\"` with `on_delete: cascade` at %s to delete them too",
        c->at,
        c->fk);
    fix_set(report, c->r->def, "passive_deletes", "all");
    diag_fix(report, "proposed");
}

static void report_nulled(const struct delete_case *c)
{
    struct report *report = report_case(c,
        RULE_REL607,
        "cascade",
        arena_printf(c->input->arena,
            "deleting %s keeps its %s and sets %s to NULL, although ON DELETE CASCADE asks to delete them",
            one_of(c->input->arena, c->parent),
            c->r->def->name.text,
            c->fk));
    diag_hint(report,
        "write `cascade: \"all, delete\"` and `passive_deletes: true` %s, or `on_delete: set_null` at %s",
        c->at,
        c->fk);
    fix_words(report, c->r->def, "cascade", "all, delete");
    fix_set(report, c->r->def, "passive_deletes", "true");
    diag_fix(report, "safe");
}

static void report_by_chance(const struct delete_case *c)
{
    const char *loaded = c->fk_null == FK_NULLABLE ? "are kept with NULL" : "make it fail";
    struct report *report = report_case(c,
        RULE_REL609,
        "passive_deletes",
        arena_printf(c->input->arena,
            "deleting %s deletes those of its %s that are not loaded, while loaded ones %s",
            one_of(c->input->arena, c->parent),
            c->r->def->name.text,
            loaded));
    const char *words = c->fk_null == FK_NULLABLE ? "all, delete" : "all, delete-orphan";
    diag_hint(report, "write `cascade: \"%s\"` %s", words, c->at);
    fix_words(report, c->r->def, "cascade", words);
    diag_fix(report, "safe");
}

/* ---- passive_deletes: true ---- */

static void report_passive(const struct delete_case *c)
{
    struct report *report = report_case(c,
        RULE_REL608,
        "passive_deletes",
        arena_printf(c->input->arena,
            "deleting %s fails as soon as one of its %s is not loaded: passive_deletes leaves them to the database, "
            "and ON DELETE %s at %s refuses",
            one_of(c->input->arena, c->parent),
            c->r->def->name.text,
            fk_action_sql[c->action],
            c->fk));
    const char *action = c->cascade.delete || c->fk_null != FK_NULLABLE ? "cascade" : "set_null";
    diag_hint(report, "write `on_delete: %s` at %s, or drop `passive_deletes` %s", action, c->fk, c->at);
    set_on_delete(c, report, action);
    diag_fix(report, "proposed");
}

static bool refuses(enum fk_action action)
{
    return action == ACTION_NO_ACTION || action == ACTION_RESTRICT || action == ACTION_UNSET;
}

/* ---- delete in the cascade ---- */

static void report_set_null(const struct delete_case *c)
{
    bool passive = c->r->def->passive_deletes == PASSIVE_TRUE;
    struct report *report = report_case(c,
        RULE_REL610,
        "cascade",
        arena_printf(c->input->arena,
            "the cascade deletes the %s of a deleted %s, while ON DELETE SET NULL at %s would keep them%s",
            c->r->def->name.text,
            c->parent,
            c->fk,
            passive ? ": with passive_deletes it depends on which are loaded" : ""));
    diag_hint(report, "write `on_delete: cascade` at %s, or take delete out of `cascade` %s", c->fk, c->at);
    set_on_delete(c, report, "cascade");
    diag_fix(report, "proposed");
}

static void report_only_here(const struct delete_case *c)
{
    struct report *report = report_case(c,
        RULE_REL611,
        "cascade",
        arena_printf(c->input->arena,
            "the %s of a deleted %s are deleted one by one by SQLAlchemy; a DELETE in SQL is refused by %s",
            c->r->def->name.text,
            c->parent,
            c->fk));
    diag_hint(report, "write `on_delete: cascade` at %s and `passive_deletes: true` %s", c->fk, c->at);
    if (c->key == NULL) {
        diag_fix(report, "proposed"); /* the foreign key is to be written first */
        return;
    }
    set_on_delete(c, report, "cascade");
    fix_set(report, c->r->def, "passive_deletes", "true");
    diag_fix(report, "safe");
}

static void report_loads(const struct delete_case *c)
{
    struct report *report = report_case(c,
        RULE_REL612,
        "cascade",
        arena_printf(c->input->arena,
            "deleting %s loads all its %s to delete them one by one, which ON DELETE CASCADE would do by itself",
            one_of(c->input->arena, c->parent),
            c->r->def->name.text));
    diag_hint(report, "write `passive_deletes: true` %s", c->at);
    fix_set(report, c->r->def, "passive_deletes", "true");
    diag_fix(report, "safe");
}

static void report_removal(const struct delete_case *c)
{
    struct report *report = report_case(c,
        RULE_REL613,
        "cascade",
        arena_printf(c->input->arena,
            "taking one out of %s fails: it stays, so %s would be set to NULL, %s",
            c->name,
            c->fk,
            cannot_be_null(c)));
    diag_hint(report, "write `cascade: \"all, delete-orphan\"` %s", c->at);
    fix_words(report, c->r->def, "cascade", "all, delete-orphan");
    diag_fix(report, "safe");
}

/* REL622 otherwise. */
static bool forbids_loading(const struct delete_case *c)
{
    const char *lazy = c->r->def->lazy.text;
    bool raises = text_same(lazy, "raise") || text_same(lazy, "raise_on_sql");
    return c->input->sqlalchemy == SQLALCHEMY_1_4 ? raises && c->cascade.delete : text_same(lazy, "write_only");
}

static void check_deleting(const struct delete_case *c)
{
    if (c->r->def->passive_deletes == PASSIVE_TRUE && refuses(c->action)) {
        report_passive(c);
    } else if (c->action == ACTION_SET_NULL) {
        report_set_null(c);
    } else if (c->action != ACTION_CASCADE) {
        report_only_here(c);
    } else if (c->r->def->passive_deletes != PASSIVE_TRUE && !forbids_loading(c)) {
        report_loads(c);
    }
    if (!c->cascade.delete_orphan && c->fk_null != FK_NULLABLE) {
        report_removal(c);
    }
}

static void check_keeping(const struct delete_case *c)
{
    if (c->r->def->passive_deletes == PASSIVE_TRUE) {
        if (refuses(c->action)) {
            report_passive(c);
        } else if (c->action == ACTION_CASCADE) {
            report_by_chance(c);
        }
    } else if (forbids_loading(c)) {
        return;
    } else if (c->fk_null != FK_NULLABLE) {
        report_blocked(c);
    } else if (c->action == ACTION_CASCADE) {
        report_nulled(c);
    }
}

/* ---- the cases ---- */

static enum fk_null fk_null_of(struct arena *arena, const struct relationship *r, const char **ret_culprit)
{
    const struct table_def *table = written_table(&r->sync);
    *ret_culprit = NULL;
    struct strings columns = written_columns(arena, &r->sync), primary = words_texts(arena, &table->primary_key);
    enum fk_null result = FK_NULLABLE;
    for (size_t i = 0; i < columns.len; i++) {
        bool in_key = strings_have(&primary, columns.at[i]);
        if (!in_key && column_is_nullable(table, table_column(table, columns.at[i]))) {
            continue;
        }
        *ret_culprit = arena_printf(arena, "%s.%s", table_text(arena, table), columns.at[i]);
        if (in_key) {
            return FK_IN_PRIMARY_KEY;
        }
        result = FK_NOT_NULL;
    }
    return result;
}

static void check_children(const struct rule_input *input, const struct relationship *r)
{
    struct arena *arena = input->arena;
    const struct key *key = relationship_key(input->resolved, r);
    struct strings columns = written_columns(arena, &r->sync);
    const char *culprit = NULL;
    enum fk_null fk_null = fk_null_of(arena, r, &culprit);
    struct delete_case c = {.input = input,
        .r = r,
        .cascade = relationship_cascade(r->def),
        .action = key == NULL ? ACTION_NO_ACTION : key->on_delete.action,
        .fk_null = fk_null,
        .culprit = culprit,
        .key = key,
        .name = relationship_name(arena, r),
        .parent = r->owner->name.text,
        .fk = columns_text(arena, written_table(&r->sync), &columns),
        .at = relationship_at(arena, r)};
    bool all = key == NULL || key->def->set_columns.len == 0;
    bool cannot_null = c.action == ACTION_SET_NULL && all && c.fk_null != FK_NULLABLE; /* FK030 */
    if ((key != NULL && key->on_delete.conflict) || cannot_null) {
        return;
    }
    if (c.cascade.delete) {
        check_deleting(&c);
    } else {
        check_keeping(&c);
    }
}

void rules_cascade(const struct rule_input *input, const struct relationship *r)
{
    bool words_fit = check_cascade_words(input, r);
    bool leaves_alone = r->def->passive_deletes == PASSIVE_ALL || r->def->passive_deletes == PASSIVE_OTHER;
    if (words_fit && !leaves_alone && relationship_writes(r) && r->direction == ONE_TO_MANY) {
        check_children(input, r);
    }
}
