#include "support/corm_test.h"

#include "base/buf.h"
#include "resolve/resolve.h"
#include "support/cases.h"

#include <string.h>
#include <time.h>

/* tests/cases/resolve/<case>/{model.yaml,expected.txt}: one line a relationship.  The figures are those that
 * SQLAlchemy 1.4.46 computed for the same model; where it refuses the relationship, the line says which problem. */

static const char *const problem_names[PROBLEM_COUNT] = {
    [PROBLEM_FOLLOWER] = "follows another error",
    [PROBLEM_TARGET_UNKNOWN] = "unknown target",
    [PROBLEM_TARGET_IS_TABLE] = "the target is a table",
    [PROBLEM_SECONDARY_UNKNOWN] = "unknown secondary",
    [PROBLEM_SECONDARY_IS_CLASS] = "secondary is a model",
    [PROBLEM_SECONDARY_IS_END] = "secondary is one of the two tables",
    [PROBLEM_NO_KEY] = "no key",
    [PROBLEM_AMBIGUOUS] = "several keys",
    [PROBLEM_NO_KEY_SECONDARY] = "no key of secondary",
    [PROBLEM_AMBIGUOUS_SECONDARY] = "several keys of secondary",
    [PROBLEM_FOREIGN_KEYS_MISS] = "foreign_keys misses the keys",
    [PROBLEM_UNKNOWN_COLUMN] = "unknown column",
    [PROBLEM_JOIN_TEXT] = "unknown class in a text",
    [PROBLEM_NO_FOREIGN] = "no foreign column",
    [PROBLEM_NO_EQUALITY] = "no equality",
    [PROBLEM_BOTH_FOREIGN] = "foreign on both sides",
    [PROBLEM_FOREIGN_ELSEWHERE] = "foreign in neither table",
    [PROBLEM_NO_REMOTE] = "no remote column",
    [PROBLEM_SECONDARYJOIN_ALONE] = "secondaryjoin alone",
    [PROBLEM_OPAQUE] = "opaque",
};

static void show_columns(struct buf *buf, const char *what, const struct table_columns *columns)
{
    buf_printf(buf, "; %s", what);
    for (size_t i = 0; i < columns->len; i++) {
        buf_printf(buf, " %s.%s", columns->at[i].table->name.text, columns->at[i].column->name.text);
    }
}

static void show_pairs(struct buf *buf, const char *what, const struct sync_pairs *pairs)
{
    for (size_t i = 0; i < pairs->len; i++) {
        const struct sync_pair *pair = &pairs->at[i];
        buf_printf(buf,
            "%s %s.%s > %s.%s",
            i == 0 ? what : ",",
            pair->source.table->name.text,
            pair->source.column->name.text,
            pair->dest.table->name.text,
            pair->dest.column->name.text);
    }
}

static void show_relationship(struct arena *arena, struct buf *buf, const struct relationship *rel)
{
    buf_printf(buf, "%s: ", rel->name);
    if (rel->problem != PROBLEM_NONE) {
        buf_printf(buf, "%s\n", problem_names[rel->problem]);
        return;
    }
    buf_printf(buf, "%s %s", direction_names[rel->direction], rel->uselist ? "list" : "scalar");
    show_columns(buf, "local", &rel->local);
    show_columns(buf, "remote", &rel->remote);
    show_pairs(buf, "; sync", &rel->sync);
    show_pairs(buf, "; secondary", &rel->secondary_sync);
    if (rel->reverse != NULL) {
        buf_printf(buf, "; reverse %s", rel->reverse->name);
    }
    if (rel->remote_outside.len != 0 || rel->non_column_self) {
        buf_add(buf, "; warned of");
    }
    buf_printf(buf, "\n  %s\n", relationship_join_sql(arena, rel));
}

static bool run_case(struct arena *arena, const char *folder)
{
    const char *text = case_file(arena, folder, "model.yaml");
    if (text == NULL) {
        return false;
    }
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    struct resolved *resolved = resolve_model(arena, model);
    struct buf buf = buf_new(arena);
    buf_add(&buf, case_findings(arena, diags));
    for (size_t i = 0; i < resolved->all.len; i++) {
        show_relationship(arena, &buf, resolved->all.at[i]);
    }
    return case_expect(arena, folder, "expected.txt", buf_text(&buf));
}

static void test_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("resolve", run_case), 0);
}

/* ---- what the cases do not show ---- */

static struct resolved *resolve_text(struct arena *arena, const char *text)
{
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    assert_int_equal(diags_count(diags, CORM_HINT), 0);
    return resolve_model(arena, model);
}

#define ID "id: {type: integer, primary_key: true}"
#define TABLE_A "  A: {table: a, columns: {" ID "}, relationships: {%s}}\n"
#define TABLE_B "  B: {table: b, columns: {" ID ", a_id: {foreign_key: a.id}}, relationships: {%s}}\n"

static struct resolved *resolve_ab(struct arena *arena, const char *of_a, const char *of_b)
{
    struct buf buf = buf_new(arena);
    buf_add(&buf, "corm: 1\nmodels:\n");
    buf_printf(&buf, TABLE_A, of_a);
    buf_printf(&buf, TABLE_B, of_b);
    return resolve_text(arena, buf_text(&buf));
}

static struct relationship *must_find(const struct resolved *resolved, const char *class_name, const char *name)
{
    struct relationship *rel = resolved_find(resolved, class_name, name);
    assert_non_null(rel);
    return rel;
}

static void test_find(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_ab(arena, "bs: {target: B, backref: a}", "");
    struct relationship *bs = must_find(resolved, "A", "bs");
    struct relationship *a = must_find(resolved, "B", "a");
    assert_null(resolved_find(resolved, "A", "a"));
    assert_null(resolved_find(resolved, "C", "a"));
    assert_ptr_equal(resolved_relationship(resolved, bs->def), bs);
    assert_true(a->def->from_backref);
    assert_ptr_equal(a->def->expanded_from, bs->def);
    assert_ptr_equal(bs->names, a);
    assert_ptr_equal(a->names, bs);
    assert_int_equal(resolved->keys.len, 1);
    assert_ptr_equal(resolved_key(resolved, resolved->keys.at[0]->def), resolved->keys.at[0]);
    assert_ptr_equal(bs->key, resolved->keys.at[0]);
    arena_free(arena);
}

/* lint and compile may both ask: a second time adds no second reverse side. */
static void test_twice(void **state)
{
    static const char text[] = "corm: 1\nmodels:\n"
                               "  A: {table: a, columns: {" ID "}, relationships: {bs: {target: B, backref: a}}}\n"
                               "  B: {table: b, columns: {" ID ", a_id: {foreign_key: a.id}}}\n";
    (void)state;
    struct arena *arena = arena_new();
    struct model *model = model_read_text(arena, diags_new(arena), "model.yaml", text, strlen(text));
    assert_int_equal(resolve_model(arena, model)->all.len, 2);
    struct resolved *second = resolve_model(arena, model);
    assert_int_equal(second->all.len, 2);
    assert_ptr_equal(must_find(second, "A", "bs")->reverse, must_find(second, "B", "a"));
    assert_false(must_find(second, "A", "bs")->backref_taken);
    arena_free(arena);
}

static void test_backref_taken(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_ab(arena, "bs: {target: B, backref: a_id}", "");
    assert_int_equal(resolved->all.len, 1);
    assert_true(resolved->all.at[0]->backref_taken);
    assert_null(resolved->all.at[0]->names);
    arena_free(arena);
}

static void test_backref_takes_over(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_ab(
        arena, "bs: {target: B, viewonly: true, backref: {name: a, lazy: joined, cascade: all, viewonly: true}}", "");
    const struct rel_def *def = must_find(resolved, "B", "a")->def;
    assert_int_equal(def->viewonly, YES);
    assert_string_equal(def->lazy.text, "joined");
    assert_true(def->has_cascade);
    assert_string_equal(def->target.text, "A");
    assert_string_equal(def->back_populates.text, "bs");
    assert_null(def->backref.text);
    arena_free(arena);
}

static void test_over_key(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_text(arena,
        "corm: 1\nmodels:\n"
        "  A: {table: a, columns: {" ID "}, relationships: {bs: {target: B, secondary: ab, backref: as_}}}\n"
        "  B: {table: b, columns: {" ID "}}\n"
        "tables:\n"
        "  ab: {columns: {a_id: {foreign_key: a.id, primary_key: true}, b_id: {foreign_key: b.id, primary_key: "
        "true}}}\n");
    assert_int_equal(resolved->keys.len, 2);
    for (size_t i = 0; i < 2; i++) {
        struct relationships over = resolved_over_key(arena, resolved, resolved->keys.at[i]);
        assert_int_equal(over.len, 2);
        assert_string_equal(over.at[0]->name, "A.bs");
        assert_string_equal(over.at[1]->name, "B.as_");
    }
    arena_free(arena);
}

/* Words outside the grammar: the rest decides, if it does. */
static void test_opaque(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_ab(arena,
        "bs: {target: B, primaryjoin: \"and_(A.id == B.a_id, text('b.x = 1'))\"}, "
        "odd: {target: B, primaryjoin: \"text('a.id = b.a_id')\"}, "
        "far: {target: B, secondary: {join: \"c JOIN d\"}}",
        "");
    struct relationship *bs = must_find(resolved, "A", "bs");
    assert_int_equal(bs->problem, PROBLEM_OPAQUE);
    assert_int_equal(bs->direction, ONE_TO_MANY);
    assert_int_equal(bs->sync.len, 1);
    assert_true(bs->primary_has_criteria);
    assert_int_equal(must_find(resolved, "A", "odd")->problem, PROBLEM_OPAQUE);
    assert_int_equal(must_find(resolved, "A", "odd")->direction, DIRECTION_NONE);
    assert_int_equal(must_find(resolved, "A", "far")->direction, MANY_TO_MANY);
    arena_free(arena);
}

/* A relationship over a key that leads nowhere is silent: the key is reported. */
static void test_followers(void **state)
{
    static const char *const keys[] = {"aa.id", "a.zz"};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct arena *arena = arena_new();
        struct resolved *resolved = resolve_text(arena,
            arena_printf(arena,
                "corm: 1\nmodels:\n"
                "  A: {table: a, columns: {" ID "}, relationships: {bs: {target: B, backref: a}}}\n"
                "  B: {table: b, columns: {" ID ", a_id: {type: integer, foreign_key: %s}}}\n",
                keys[i]));
        assert_int_equal(must_find(resolved, "A", "bs")->problem, PROBLEM_FOLLOWER);
        assert_int_equal(must_find(resolved, "B", "a")->problem, PROBLEM_FOLLOWER);
        arena_free(arena);
    }
}

/* A key that names a table alone means its primary key. */
static void test_key_without_columns(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_text(arena,
        "corm: 1\nmodels:\n"
        "  A: {table: a, columns: {x: {type: integer, primary_key: true}, y: {type: integer, primary_key: true}}}\n"
        "  B: {table: b, columns: {" ID ", p: integer, q: integer}, foreign_keys: [{columns: [p, q], references: a}],\n"
        "      relationships: {a: {target: A}}}\n");
    struct relationship *a = must_find(resolved, "B", "a");
    assert_int_equal(a->direction, MANY_TO_ONE);
    assert_string_equal(relationship_join_sql(arena, a), "a.x = b.p AND a.y = b.q");
    arena_free(arena);
}

static void test_cascade_words(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_ab(arena,
        "w: {target: B}, x: {target: B, cascade: all}, y: {target: B, cascade: \"all, delete-orphan\"}, "
        "z: {target: B, cascade: \"none, delete\"}",
        "");
    struct cascade plain = relationship_cascade(must_find(resolved, "A", "w")->def);
    struct cascade all = relationship_cascade(must_find(resolved, "A", "x")->def);
    struct cascade orphan = relationship_cascade(must_find(resolved, "A", "y")->def);
    struct cascade none = relationship_cascade(must_find(resolved, "A", "z")->def);
    assert_true(plain.save_update && plain.merge && !plain.delete &&!plain.expunge);
    assert_true(all.delete &&all.expunge && all.refresh_expire && !all.delete_orphan);
    assert_true(orphan.delete &&orphan.delete_orphan);
    assert_false(none.delete || none.save_update);
    arena_free(arena);
}

static void test_unique_on(void **state)
{
    static const struct {
        const char *columns;
        bool unique;
    } cases[] = {{"id", true},
        {"u", true},
        {"v", false},
        {"v w", true},
        {"w v", true},
        {"w", false},
        {"x", true},
        {"y", false},
        {"id u", false}};
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_text(arena,
        "corm: 1\ntables:\n"
        "  t: {columns: {" ID ", u: {type: integer, unique: true}, v: integer, w: integer, x: integer, y: integer},\n"
        "      unique: [[v, w]], indexes: [{columns: [x], unique: true},\n"
        "        {columns: [y], unique: true, where: \"y > 0\"}, {columns: [w]}]}\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strings columns = {0};
        char *text = arena_strdup(arena, cases[i].columns);
        for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
            *PUSH(arena, &columns) = word;
        }
        assert_int_equal(table_unique_on(resolved->model->tables.at[0], &columns), cases[i].unique);
    }
    arena_free(arena);
}

/* 2,500 pairs: a scan of all keys for each relationship would take seconds. */
static void test_many(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf buf = buf_new(arena);
    buf_add(&buf, "corm: 1\nmodels:\n");
    for (unsigned i = 0; i < 2500; i++) {
        unsigned to = i == 0 ? 0 : i / 2;
        buf_printf(&buf, "  M%u: {table: m%u, columns: {" ID ", up_id: {foreign_key: m%u.id}}, ", i, i, to);
        buf_printf(&buf, "relationships: {up: {target: M%u, backref: from_%u, remote_side: M%u.id}}}\n", to, i, to);
    }
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "many.yaml", buf.at, buf.len);
    clock_t begin = clock();
    struct resolved *resolved = resolve_model(arena, model);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_int_equal(resolved->all.len, 5000);
    for (size_t i = 0; i < resolved->all.len; i++) {
        assert_int_equal(resolved->all.at[i]->problem, PROBLEM_NONE);
        assert_non_null(resolved->all.at[i]->reverse);
    }
    assert_true(seconds < 2.0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_backref_taken),
        cmocka_unit_test(test_backref_takes_over),
        cmocka_unit_test(test_over_key),
        cmocka_unit_test(test_opaque),
        cmocka_unit_test(test_followers),
        cmocka_unit_test(test_key_without_columns),
        cmocka_unit_test(test_cascade_words),
        cmocka_unit_test(test_unique_on),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
