/* The schema's keys and the readers' are the same: the vocabulary describes each, and no other. */
#include "support/corm_test.h"

#include "base/file.h"
#include "base/text.h"
#include "editor/json_schema.h"
#include "fixture/fixture.h"
#include "project/project.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static unsigned wrong;
#define COMPLAIN(...) (print_error(__VA_ARGS__), wrong++)

static const char *source_path(struct arena *arena, const char *path)
{
    return path_join(arena, getenv("CORM_SOURCE"), path);
}

static const struct node *read_vocabulary(struct arena *arena)
{
    struct diags *diags = diags_new(arena);
    struct nodes documents;
    corm_failure failure;
    const char *text;
    size_t len;
    assert_int_equal(
        file_read(arena, source_path(arena, "lib/editor/vocabulary.yaml"), 0, &text, &len, &failure), CORM_OK);
    uint32_t file = diags_add_source(diags, "vocabulary.yaml", text, len);
    assert_true(node_read(arena, arena, diags, file, &node_model_limits, &documents));
    return node_get(documents.at[0], "maps");
}

static struct key_maps list_all(struct arena *arena)
{
    struct key_maps maps = {0};
    model_list_keys(arena, &maps);
    project_list_keys(arena, &maps);
    fixture_list_keys(arena, &maps);
    return maps;
}

/* What does nothing yet is described so, and nothing else is. */
static void check_later(const struct key_map *map, const struct node *described)
{
    for (size_t i = 0; i < described->pairs.len; i++) {
        const char *key = described->pairs.at[i].key->text;
        const struct node *shape = node_get(described->pairs.at[i].value, "$ref");
        if (strings_have(&map->later, key) != (shape != NULL && text_same(shape->text, "later"))) {
            COMPLAIN("%s of %s is wrongly described as to come, or as there\n", key, map->what);
        }
    }
}

static void test_described(void **state)
{
    struct arena *arena = arena_new();
    const struct node *described = read_vocabulary(arena);
    struct key_maps maps = list_all(arena);
    (void)state;
    for (size_t i = 0; i < maps.len; i++) {
        const struct node *map = node_get(described, maps.at[i].what);
        if (map == NULL) {
            COMPLAIN("the vocabulary does not describe %s\n", maps.at[i].what);
            continue;
        }
        for (size_t k = 0; k < maps.at[i].keys.len; k++) {
            if (node_get(map, maps.at[i].keys.at[k]) == NULL) {
                COMPLAIN("the vocabulary does not describe %s of %s\n", maps.at[i].keys.at[k], maps.at[i].what);
            }
        }
        for (size_t k = 0; k < map->pairs.len; k++) {
            if (!strings_have(&maps.at[i].keys, map->pairs.at[k].key->text)) {
                COMPLAIN("no reader of %s knows %s\n", maps.at[i].what, map->pairs.at[k].key->text);
            }
        }
        check_later(&maps.at[i], map);
    }
    assert_int_equal(described->pairs.len, maps.len);
    assert_int_equal(wrong, 0);
    arena_free(arena);
}

/* A table of keys that is not listed would be read and be in no schema. */
static void test_listed(void **state)
{
    struct arena *arena = arena_new();
    struct strings files = {0};
    struct key_maps maps = {0};
    corm_failure failure;
    size_t tables = 0;
    (void)state;
    model_list_keys(arena, &maps);
    assert_int_equal(file_glob(arena, source_path(arena, "lib/model"), "read*.c", &files, &failure), CORM_OK);
    for (size_t i = 0; i < files.len; i++) {
        const char *text;
        size_t len;
        assert_int_equal(file_read(arena, files.at[i], 0, &text, &len, &failure), CORM_OK);
        for (const char *at = strstr(text, ".what = \""); at != NULL; at = strstr(at + 1, ".what = \"")) {
            tables++;
        }
    }
    assert_int_equal(tables, maps.len);
    arena_free(arena);
}

static void find_references(json_t *value, const json_t *definitions)
{
    const char *key;
    json_t *child;
    size_t index;
    if (json_is_object(value)) {
        const char *reference = json_string_value(json_object_get(value, "$ref"));
        if (reference != NULL && json_object_get(definitions, reference + strlen("#/definitions/")) == NULL) {
            COMPLAIN("%s is not defined\n", reference);
        }
        json_object_foreach(value, key, child)
        {
            find_references(child, definitions);
        }
    }
    json_array_foreach(value, index, child)
    {
        find_references(child, definitions);
    }
}

static void test_whole(void **state)
{
    static const char *const languages[] = {"model", "config", "fixtures"};
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        json_error_t error;
        json_t *schema = json_loads(json_schema(arena, languages[i]), JSON_REJECT_DUPLICATES, &error);
        if (schema == NULL) {
            COMPLAIN("%s: %s in line %d\n", languages[i], error.text, error.line);
            continue;
        }
        find_references(schema, json_object_get(schema, "definitions"));
        json_decref(schema);
    }
    assert_null(json_schema(arena, "modle"));
    assert_int_equal(wrong, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_described),
        cmocka_unit_test(test_listed),
        cmocka_unit_test(test_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
