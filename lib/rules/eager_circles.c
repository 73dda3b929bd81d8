#include "base/text.h"
#include "resolve/pointers.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* REL805: models that load one another eagerly, all round a circle of three or more. */

struct eager_case {
    const struct rule_input *input;
    struct pointers
        from;   /* class_def -> struct relationships: those that load eagerly, of the class and of its bases */
    bool *told; /* by number */
};

static bool is_immediate(const struct relationship *r)
{
    return text_same(r->def->lazy.text, "immediate");
}

static bool loads_eagerly(const struct relationship *r)
{
    static const char *const ways[] = {"joined", "selectin", "subquery", "immediate"};
    if (r->def->lazy.text == NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (text_same(r->def->lazy.text, ways[i])) {
            return r->direction != DIRECTION_NONE && r->owner != r->target;
        }
    }
    return false;
}

static struct relationships *loaded_from(struct eager_case *c, const struct class_def *class_)
{
    struct relationships *list = pointers_get(&c->from, class_);
    if (list == NULL) {
        list = NEW(c->input->arena, struct relationships);
        pointers_set(c->input->arena, &c->from, class_, list);
    }
    return list;
}

/* A step of the search: how a class was reached. */
struct reached {
    const struct class_def *class_;
    struct relationship *by;
    size_t before; /* the step that it was reached from */
};
struct steps LIST_OF(struct reached);

/* What leads on from a class: its own relationships, then those that it inherits. */
static void add_steps(
    struct eager_case *c, struct steps *steps, struct pointers *seen, size_t at, const struct class_def *but)
{
    for (const struct class_def *class_ = steps->at[at].class_; class_ != NULL; class_ = class_->base) {
        const struct relationships *list = pointers_get(&c->from, class_);
        for (size_t i = 0; list != NULL && i < list->len; i++) {
            struct relationship *r = list->at[i];
            if (r->target != but && pointers_get(seen, r->target) == NULL) {
                pointers_set(c->input->arena, seen, r->target, r->target);
                *PUSH(c->input->arena, steps) = (struct reached){.class_ = r->target, .by = r, .before = at};
            }
        }
    }
}

/* The shortest way from the target of `start` back to its owner by way of a third model; empty where there is none. */
static struct relationships way_back(struct eager_case *c, struct relationship *start)
{
    struct steps steps = {0};
    struct pointers seen = {0};
    struct relationships way = {0};
    *PUSH(c->input->arena, &steps) = (struct reached){.class_ = start->target, .by = start};
    pointers_set(c->input->arena, &seen, start->target, start->target);
    for (size_t at = 0; at < steps.len; at++) {
        if (steps.at[at].class_ == start->owner) {
            for (size_t back = at; back != 0; back = steps.at[back].before) {
                *PUSH(c->input->arena, &way) = steps.at[back].by;
            }
            return way;
        }
        add_steps(c, &steps, &seen, at, at == 0 ? start->owner : NULL);
    }
    return way;
}

enum { SHOWN = 5 };

/* `way` is in reverse order: its first relationship closes the circle. */
static void report_circle(struct eager_case *c, const struct relationship *start, const struct relationships *way)
{
    struct strings names = {0};
    bool immediate = is_immediate(start);
    *PUSH(c->input->arena, &names) = start->name;
    for (size_t i = way->len; i-- > 0;) {
        immediate = immediate && is_immediate(way->at[i]);
        if (names.len < SHOWN) {
            *PUSH(c->input->arena, &names) = way->at[i]->name;
        }
    }
    const struct relationship *last = way->at[0];
    struct report *report = diag_report(c->input->diags,
        RULE_REL805,
        last->def->lazy.span,
        last->name,
        "%s load one another eagerly, all round a circle: %s",
        strings_join(c->input->arena, &names, ", "),
        immediate ? "one query for any of them is followed by one for every row that hangs together with it"
                  : "a query for any of them reads the others too, and ends somewhere round the circle");
    diag_also(report, start->def->lazy.span, "%s", start->name);
    for (size_t i = way->len; i-- > 1 && way->len - i < SHOWN;) {
        diag_also(report, way->at[i]->def->lazy.span, "%s", way->at[i]->name);
    }
    diag_hint(report, "let one of them load only when it is asked for: drop `lazy` at %s", last->name);
    fix_remove(report, last->def, "lazy");
    diag_fix(report, "proposed");
}

static void check_circle(struct eager_case *c, struct relationship *start)
{
    struct relationships way = way_back(c, start);
    if (way.len == 0) {
        return;
    }
    report_circle(c, start, &way);
    for (size_t i = 0; i < way.len; i++) {
        c->told[way.at[i]->number] = true;
    }
}

void rules_eager_circles(const struct rule_input *input)
{
    const struct relationships *all = &input->resolved->all;
    struct eager_case c = {
        .input = input, .told = arena_alloc(input->arena, all->len + 1, sizeof(bool), _Alignof(bool))};
    struct relationships eager = {0};
    for (size_t i = 0; i < all->len; i++) {
        if (loads_eagerly(all->at[i])) {
            *PUSH(input->arena, &eager) = all->at[i];
            *PUSH(input->arena, loaded_from(&c, all->at[i]->owner)) = all->at[i];
        }
    }
    for (size_t i = 0; i < eager.len; i++) {
        if (!c.told[eager.at[i]->number]) {
            check_circle(&c, eager.at[i]);
        }
    }
}
