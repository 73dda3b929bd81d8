#include "support/corm_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "model/model.h"
#include "support/cases.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct fixture {
    struct arena *arena;
    struct diags *diags;
    struct model *model;
    const char *text;
};

/* Reads a model that has no findings. */
static void read_text(struct fixture *fixture, const char *text)
{
    fixture->diags = diags_new(fixture->arena);
    fixture->text = text;
    fixture->model = model_read_text(fixture->arena, fixture->diags, "model.yaml", text, strlen(text));
    assert_string_equal(case_findings(fixture->arena, fixture->diags), "");
}

/* The place as "line:column" and the text that it covers. */
static void assert_place(const struct fixture *fixture, struct span span, const char *expected)
{
    unsigned line = 1, column = 1;
    for (uint32_t i = 0; i < span.off; i++) {
        column = fixture->text[i] == '\n' ? 1 : column + 1;
        line += fixture->text[i] == '\n' ? 1 : 0;
    }
    const char *place =
        arena_printf(fixture->arena, "%u:%u %.*s", line, column, (int)span.len, fixture->text + span.off);
    assert_string_equal(place, expected);
}

static const char shop[] =
    "corm: 1\n"
    "models:\n"
    "  User:\n"
    "    table: users\n"
    "    columns:\n"
    "      id: {type: integer, primary_key: true}\n"
    "      name: string(80)\n"
    "      boss_id: {foreign_key: users.id, on_delete: set_null}\n"
    "    unique: [[name, boss_id]]\n"
    "    attributes: {label: name}\n"
    "    relationships:\n"
    "      posts: {target: Post, cascade: \"all, delete-orphan\", lazy: false, passive_deletes: all,\n"
    "        primaryjoin: 'User.id == foreign(Post.user_id)', order_by: Post.id.desc()}\n"
    "      boss: {target: User, remote_side: [User.id, name], lazy: null, uselist: false}\n"
    "  Admin: {inherits: User}\n"
    "  Editor: {inherits: User, columns: {id: {foreign_key: users.id, primary_key: true}}}\n"
    "  UserPost:\n"
    "    columns:\n"
    "      user_id: {foreign_key: editor.id}\n"
    "      post_id: {foreign_key: \"app.posts.id\"}\n"
    "      a: integer\n"
    "      b: integer\n"
    "    primary_key: [post_id, user_id]\n"
    "    foreign_keys: [{columns: [a, b], references: \"posts(x, yy)\", deferrable: initially_deferred}]\n"
    "  Post:\n"
    "    table: posts\n"
    "    schema: app\n"
    "    columns: {id: bigserial, user_id: {foreign_key: users.id}}\n"
    "    primary_key: id\n";

static void keeps_every_place(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture, shop);
    const struct table_def *users = model_table(fixture->model, NULL, "users");
    assert_non_null(users);
    assert_place(fixture, users->name.span, "4:12 users");
    const struct column_def *boss = table_column(users, "boss_id");
    assert_place(fixture, boss->name.span, "8:7 boss_id");
    assert_place(fixture, boss->foreign_keys.at[0]->ref_table.span, "8:30 users");
    assert_place(fixture, boss->foreign_keys.at[0]->ref_columns.at[0].span, "8:36 id");
    assert_place(fixture, boss->foreign_keys.at[0]->on_delete_word.span, "8:51 set_null");
    assert_place(fixture, table_column(users, "name")->type_span, "7:13 string(80)");
    assert_place(fixture, users->uniques.at[0]->columns.at[1].span, "9:21 boss_id");

    const struct class_def *user = model_class(fixture->model, "User");
    const struct rel_def *posts = user->relationships.at[0];
    assert_place(fixture, posts->name.span, "12:7 posts");
    assert_place(fixture, posts->cascade.at[1].span, "12:44 delete-orphan");
    assert_place(fixture, rel_span(posts, "lazy"), "12:66 false");
    assert_place(fixture, posts->primaryjoin_expr->args.at[1]->span, "13:42 Post.user_id");
    assert_place(fixture, posts->order_by.at[0]->args.at[0]->span, "13:68 Post.id");
    assert_place(fixture, user->relationships.at[1]->remote_side.at[1]->span, "14:51 name");

    const struct table_def *derived = model_table(fixture->model, NULL, "user_post");
    assert_place(fixture, derived->name.span, "17:3 UserPost");
    const struct fk_def *composite = derived->foreign_keys.at[2];
    assert_place(fixture, composite->ref_columns.at[1].span, "24:60 yy");
    assert_place(fixture, derived->foreign_keys.at[1]->ref_schema.span, "20:31 app");
}

static void reads_values(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture, shop);
    const struct class_def *user = model_class(fixture->model, "User");
    const struct rel_def *posts = user->relationships.at[0], *boss = user->relationships.at[1];
    assert_string_equal(posts->lazy.text, "joined");
    assert_string_equal(boss->lazy.text, "noload");
    assert_int_equal(posts->passive_deletes, PASSIVE_ALL);
    assert_int_equal(posts->uselist, UNSET);
    assert_int_equal(boss->uselist, NO);
    assert_int_equal(posts->join_depth, -1);
    assert_true(boss->has_remote_side);
    assert_false(boss->has_foreign_keys);
    assert_string_equal(posts->order_by.at[0]->text, "desc");

    const struct table_def *links = model_table(fixture->model, NULL, "user_post");
    assert_int_equal(links->primary_key.len, 2);
    assert_string_equal(links->primary_key.at[0].text, "post_id");
    assert_int_equal(table_column(links, "user_id")->primary_key, YES);
    assert_false(column_is_nullable(links, table_column(links, "user_id")));
    assert_true(column_is_nullable(links, table_column(links, "a")));
    assert_int_equal(links->foreign_keys.len, 3);
    assert_int_equal(links->foreign_keys.at[2]->deferrable, INITIALLY_DEFERRED);
    assert_int_equal(links->foreign_keys.at[0]->at_column, true);
    assert_int_equal(
        model_table(fixture->model, NULL, "users")->columns.at[2]->foreign_keys.at[0]->on_delete, ACTION_SET_NULL);
}

static void finds_tables_and_bases(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture, shop);
    const struct model *model = fixture->model;
    assert_int_equal(model->tables.len, 4);
    assert_string_equal(model->tables.at[1]->name.text, "editor");
    const struct class_def *admin = model_class(model, "Admin"), *editor = model_class(model, "Editor");
    assert_null(admin->table);
    assert_true(editor->own_table);
    assert_true(class_is_a(editor, model_class(model, "User")));
    assert_false(class_is_a(model_class(model, "User"), editor));
    assert_ptr_equal(class_root(admin), model_class(model, "User"));
    assert_null(model_table(model, NULL, "posts"));
    assert_non_null(model_table(model, "app", "posts"));

    struct table_def *table = NULL;
    assert_string_equal(class_attribute(editor, "label", &table)->name.text, "name");
    assert_string_equal(table->name.text, "users");
    assert_string_equal(class_attribute(editor, "id", &table)->name.text, "id");
    assert_string_equal(table->name.text, "editor");
    assert_null(class_attribute(editor, "name", &table));
}

static const char *type_of(
    const struct fixture *fixture, const char *table_name, const char *column, enum engine engine)
{
    const struct table_def *table = model_table(fixture->model, NULL, table_name);
    struct type type = column_effective_type(fixture->model, table, table_column(table, column), engine);
    return type_print(fixture->arena, &type);
}

static void follows_types(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture,
        "corm: 1\n"
        "tables:\n"
        "  a: {columns: {id: {type: bigserial, primary_key: true, sqlite: {type: text}}, n: string(9)}}\n"
        "  b: {columns: {a_id: {foreign_key: a.id}}}\n"
        "  c: {columns: {b_id: {foreign_key: b.a_id}, x: {}, y: {}, z: {foreign_key: nowhere.id}},\n"
        "      foreign_keys: [{columns: [x, y], references: [a.id, a.n]}]}\n"
        "  d: {columns: {e_id: {foreign_key: e.d_id}, p: {}}, foreign_keys: [{columns: [p], references: a}]}\n"
        "  e: {columns: {d_id: {foreign_key: f.e_id}}}\n"
        "  f: {columns: {e_id: {foreign_key: e.d_id}}}\n");
    assert_string_equal(type_of(fixture, "a", "id", ENGINE_COUNT), "bigserial");
    assert_string_equal(type_of(fixture, "c", "b_id", ENGINE_COUNT), "bigint");
    assert_string_equal(type_of(fixture, "c", "b_id", ENGINE_SQLITE), "text");
    assert_string_equal(type_of(fixture, "c", "y", ENGINE_COUNT), "string(9)");
    assert_string_equal(type_of(fixture, "d", "p", ENGINE_COUNT), "bigint");
    assert_string_equal(type_of(fixture, "c", "z", ENGINE_COUNT), "");
    assert_string_equal(type_of(fixture, "d", "e_id", ENGINE_COUNT), "");
}

static void hands_abstract_parts_on(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture,
        "corm: 1\n"
        "models:\n"
        "  Child: {inherits: Middle, columns: {name: text, kind: string(3)}}\n"
        "  Middle: {abstract: true, inherits: Base, columns: {kind: text, owner_id: {foreign_key: owner.id}}}\n"
        "  Base: {abstract: true, columns: {id: {type: integer, primary_key: true}}, checks: [id > 0]}\n"
        "  Bare: {inherits: Middle}\n"
        "  Owner: {inherits: Base}\n");
    const struct table_def *child = model_table(fixture->model, NULL, "child");
    const struct table_def *bare = model_table(fixture->model, NULL, "bare");
    struct strings names = {0};
    for (size_t i = 0; i < child->columns.len; i++) {
        *PUSH(fixture->arena, &names) = child->columns.at[i]->name.text;
    }
    assert_string_equal(strings_join(fixture->arena, &names, " "), "id kind owner_id name");
    assert_int_equal(table_column(child, "kind")->type.kind, TYPE_STRING);
    assert_int_equal(child->checks.len, 1);
    assert_int_equal(child->primary_key.len, 1);
    assert_int_equal(bare->foreign_keys.len, 1);
    assert_ptr_not_equal(bare->foreign_keys.at[0], child->foreign_keys.at[0]);
    assert_null(model_class(fixture->model, "Middle")->table);
    assert_null(model_table(fixture->model, NULL, "middle"));
}

/* Every key of every map of a large model: a table's cost must not grow with the number of tables. */
static void reads_large_models_fast(void **state)
{
    enum { TABLES = 5000 };
    struct fixture *fixture = *state;
    struct buf buf = buf_new(fixture->arena);
    buf_add(&buf, "corm: 1\nmodels:\n");
    for (int i = 0; i < TABLES; i++) {
        buf_printf(&buf, "  Model%d:\n    table: model_%d\n    columns:\n", i, i);
        buf_add(&buf, "      id: {type: integer, primary_key: true}\n");
        buf_printf(&buf, "      next_id: {foreign_key: model_%d.id, on_delete: cascade}\n", (i + 1) % TABLES);
        for (int j = 0; j < 6; j++) {
            buf_printf(&buf, "      column_%d: {type: string(80), nullable: false}\n", j);
        }
        buf_printf(&buf, "    relationships:\n      next: {target: Model%d, uselist: false}\n", (i + 1) % TABLES);
    }
    clock_t start = clock();
    read_text(fixture, buf_text(&buf));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_equal(fixture->model->tables.len, TABLES);
    print_message("%d tables in %.2f s\n", TABLES, seconds);
    assert_true(seconds < 10); /* with sanitizers on a busy machine; a quadratic reader takes minutes */
}

static void corpus_reads_without_findings(void **state)
{
    struct fixture *fixture = *state;
    const char *corpus = getenv("CORM_CORPUS");
    if (corpus == NULL) {
        print_message("skipped: no corpus\n");
        skip();
    }
    struct strings paths = {0};
    corm_failure error;
    assert_int_equal(file_glob(fixture->arena, corpus, "relationships/*/model.yaml", &paths, &error), CORM_OK);
    assert_true(paths.len >= 80);
    for (size_t i = 0; i < paths.len; i++) {
        struct diags *diags = diags_new(fixture->arena);
        struct strings one = {0};
        *PUSH(fixture->arena, &one) = paths.at[i];
        struct model *model = model_read(fixture->arena, diags, &one, path_folder(fixture->arena, paths.at[i]));
        assert_string_equal(case_findings(fixture->arena, diags), "");
        assert_true(model->classes.len > 0);
    }
}

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.arena = arena_new()};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_every_place),
        TEST(reads_values),
        TEST(finds_tables_and_bases),
        TEST(follows_types),
        TEST(hands_abstract_parts_on),
        TEST(reads_large_models_fast),
        TEST(corpus_reads_without_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
