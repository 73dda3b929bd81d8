#include "rules/pair.h"
#include "rules/fixes.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

static const char *const direction_words[] = {"unresolved", "one-to-many", "many-to-one", "many-to-many"};

/* ---- comparing ---- */

static bool writes_all_of(const struct sync_pairs *a, const struct sync_pairs *b)
{
    for (size_t i = 0; i < b->len; i++) {
        size_t j = 0;
        while (j < a->len && a->at[j].dest.column != b->at[i].dest.column) {
            j++;
        }
        if (j == a->len) {
            return false;
        }
    }
    return true;
}

static bool writes_same(const struct sync_pairs *a, const struct sync_pairs *b)
{
    return written_table(a) == written_table(b) && writes_all_of(a, b) && writes_all_of(b, a);
}

bool pair_is_mirror(const struct relationship *a, const struct relationship *b)
{
    if (a->problem != PROBLEM_NONE || b->problem != PROBLEM_NONE || !classes_related(a->owner, b->target) ||
        !classes_related(a->target, b->owner)) {
        return false;
    }
    if (a->direction == MANY_TO_MANY || b->direction == MANY_TO_MANY) {
        return a->direction == b->direction && a->secondary != NULL && a->secondary == b->secondary &&
               writes_same(&a->sync, &b->secondary_sync) && writes_same(&a->secondary_sync, &b->sync);
    }
    return a->direction != b->direction && writes_same(&a->sync, &b->sync);
}

bool pair_could_match(const struct relationship *a, const struct relationship *b)
{
    return a->problem != PROBLEM_NONE || b->problem != PROBLEM_NONE || pair_is_mirror(a, b);
}

bool pair_comes_later(const struct relationship *r, const struct relationship *than)
{
    if (r->def->expanded_from == than->def || than->def->expanded_from == r->def) {
        return r->def->expanded_from == than->def;
    }
    struct span a = r->def->name.span, b = than->def->name.span;
    return a.file != b.file ? a.file > b.file : a.off > b.off;
}

/* ---- spelling ---- */

const char *pair_other_side(struct arena *arena, const struct relationship *r, const char *name)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf, "%s: {target: %s, ", name, r->owner->name.text);
    if (r->def->secondary.text != NULL) {
        buf_printf(&buf, "secondary: %s, ", r->def->secondary.text);
    }
    buf_printf(&buf, "back_populates: %s}", r->def->name.text);
    return buf_text(&buf);
}

const char *pair_name_over_column(struct arena *arena, const char *column)
{
    size_t len = strlen(column);
    if (text_ends(column, "_id") && len > 3) {
        return arena_strndup(arena, column, len - 3);
    }
    return arena_printf(arena, "%s_object", column);
}

/* ---- REL304, REL307 to REL309 ---- */

struct pair_case {
    const struct rule_input *input;
    const struct relationship *r, *other;
    const char *name, *other_name;
};

static struct report *report_misfit(const struct pair_case *c, enum rule rule, const char *what)
{
    struct report *report = diag_report(c->input->diags,
        rule,
        relationship_place(c->r->def, c->r->def->backref.text != NULL ? "backref" : "back_populates"),
        c->name,
        "%s and %s are one pair, but %s",
        c->name,
        c->other_name,
        what);
    if (!c->other->def->from_backref) {
        diag_also(report, relationship_place(c->other->def, "back_populates"), "the other side, %s", c->other_name);
    }
    diag_fix(report, "proposed");
    return report;
}

static const char *written_text(struct arena *arena, const struct relationship *r)
{
    struct strings columns = written_columns(arena, &r->sync);
    const struct table_def *table = written_table(&r->sync);
    return table == NULL ? "nothing" : columns_text(arena, table, &columns);
}

static const char *foreign_keys_text(struct arena *arena, const struct relationship *r)
{
    struct strings columns = written_columns(arena, &r->sync), named = {0};
    for (size_t i = 0; i < columns.len; i++) {
        *PUSH(arena, &named) = arena_printf(arena, "%s.%s", table_text(arena, written_table(&r->sync)), columns.at[i]);
    }
    return arena_printf(arena, "foreign_keys: [%s]", strings_join(arena, &named, ", "));
}

static void report_same_direction(const struct pair_case *c)
{
    struct arena *arena = c->input->arena;
    struct report *report = report_misfit(c,
        RULE_REL304,
        arena_printf(arena,
            "both are %s: %s is joined by %s, and %s by %s",
            direction_words[c->r->direction],
            c->name,
            relationship_join_sql(arena, c->r),
            c->other_name,
            relationship_join_sql(arena, c->other)));
    if (c->other->def->from_backref) {
        diag_hint(report, "drop `foreign_keys` from the backref: it follows the key of %s by itself", c->name);
        return;
    }
    bool each_own = c->r->direction == MANY_TO_ONE;
    diag_hint(report,
        "one of them has to follow the key of the other: write `%s` at %s, %sor drop both back_populates",
        foreign_keys_text(arena, c->other),
        c->name,
        each_own ? "whose own key nobody uses then, " : "");
}

/* What this side should be paired with: the only mirror among the relationships of the target. */
static const struct relationship *better_partner(const struct pair_case *c)
{
    const struct relationship *found = NULL;
    for (size_t i = 0; i < c->input->resolved->all.len; i++) {
        const struct relationship *other = c->input->resolved->all.at[i];
        if (other != c->r && other->def->backref.text == NULL && !other->def->from_backref &&
            pair_is_mirror(c->r, other)) {
            if (found != NULL) {
                return NULL;
            }
            found = other;
        }
    }
    return found;
}

/* Their former partners become a pair where they fit, and name nothing where they do not. */
static void exchange_partners(const struct pair_case *c, struct report *report, const struct relationship *better)
{
    struct arena *arena = c->input->arena;
    const struct relationship *left = better->names;
    fix_set_name(arena, report, c->r->def, "back_populates", better->def->name.text);
    fix_set_name(arena, report, better->def, "back_populates", c->r->def->name.text);
    if (left != NULL && left != c->r && left != c->other && pair_is_mirror(c->other, left)) {
        fix_set_name(arena, report, c->other->def, "back_populates", left->def->name.text);
        fix_set_name(arena, report, left->def, "back_populates", c->other->def->name.text);
    } else if (c->other->names == c->r) {
        fix_remove(report, c->other->def, "back_populates");
    }
}

static void report_different_keys(const struct pair_case *c)
{
    struct arena *arena = c->input->arena;
    const char *own = written_text(arena, c->r), *others = written_text(arena, c->other);
    bool secondary = c->r->direction == MANY_TO_MANY;
    struct report *report = report_misfit(c,
        RULE_REL307,
        secondary ? arena_printf(arena,
                        "they read the columns of %s differently: %s, and %s",
                        table_text(arena, c->r->secondary),
                        relationship_join_sql(arena, c->r),
                        relationship_join_sql(arena, c->other))
                  : arena_printf(arena,
                        "%s is over %s and %s over %s: setting one of them writes both columns",
                        c->name,
                        own,
                        c->other_name,
                        others));
    const struct relationship *better = c->other->def->from_backref ? NULL : better_partner(c);
    if (c->other->def->from_backref) {
        diag_hint(report, "drop the joins of the backref: it mirrors those of %s by itself", c->name);
    } else if (better != NULL) {
        diag_also(
            report, better->def->name.span, "%s uses the same key as %s", relationship_name(arena, better), c->name);
        diag_hint(report,
            "exchange partners: `back_populates: %s` here and `back_populates: %s` at %s",
            better->def->name.text,
            c->r->def->name.text,
            relationship_name(arena, better));
        exchange_partners(c, report, better);
        diag_fix(report, "safe");
    } else if (secondary) {
        diag_hint(report, "give both sides the same `foreign_keys`");
    } else {
        diag_hint(report, "let both use one key: write `%s` at %s", foreign_keys_text(arena, c->other), c->name);
    }
}

static void report_many_with_one(const struct pair_case *c)
{
    struct arena *arena = c->input->arena;
    bool own = c->r->direction == MANY_TO_MANY;
    const struct relationship *many = own ? c->r : c->other, *one = own ? c->other : c->r;
    struct report *report = report_misfit(c,
        RULE_REL308,
        arena_printf(arena,
            "%s is many-to-many over %s while %s is %s over %s: setting one of them writes both",
            relationship_name(arena, many),
            table_text(arena, many->secondary),
            relationship_name(arena, one),
            direction_words[one->direction],
            written_text(arena, one)));
    diag_hint(report,
        "write `secondary: %s` at %s, or drop it at %s",
        table_text(arena, many->secondary),
        relationship_name(arena, one),
        relationship_name(arena, many));
}

static void report_different_secondary(const struct pair_case *c)
{
    struct arena *arena = c->input->arena;
    struct report *report = report_misfit(c,
        RULE_REL309,
        arena_printf(arena,
            "%s stores its rows in %s and %s in %s: what is added on one side never shows on the other",
            c->name,
            table_text(arena, c->r->secondary),
            c->other_name,
            table_text(arena, c->other->secondary)));
    diag_hint(report, "write the same `secondary` on both sides, or drop both back_populates");
}

static bool is_self_pair(const struct relationship *r, const struct relationship *other)
{
    return r->self && other->self;
}

void pair_check_fit(const struct rule_input *input, const struct relationship *r, const struct relationship *other)
{
    if (r->direction == DIRECTION_NONE || other->direction == DIRECTION_NONE) {
        return;
    }
    struct pair_case c = {input, r, other, relationship_name(input->arena, r), relationship_name(input->arena, other)};
    bool many = r->direction == MANY_TO_MANY, other_many = other->direction == MANY_TO_MANY;
    if (r->direction == other->direction && !many) {
        if (!is_self_pair(r, other)) { /* REL201 and REL202 otherwise */
            report_same_direction(&c);
        }
        return;
    }
    bool opaque = (many && r->secondary == NULL) || (other_many && other->secondary == NULL);
    if (opaque || !relationship_writes(r) || !relationship_writes(other)) {
        return;
    }
    if (many != other_many) {
        report_many_with_one(&c);
    } else if (many && r->secondary != other->secondary) {
        report_different_secondary(&c);
    } else if (!pair_is_mirror(r, other) && !(many && is_self_pair(r, other))) {
        report_different_keys(&c); /* REL208 where it is a self many-to-many */
    } else {
        pair_check_joins(input, r, other);
    }
}
