#include "support/corm_test.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void arena_aligns_and_zeroes(void **state)
{
    for (int i = 0; i < 10000; i++) {
        (void)arena_alloc(*state, 1, 1, 1);
        double *number = NEW(*state, double);
        assert_int_equal((uintptr_t)number % _Alignof(double), 0);
        assert_true(*number == 0.0);
    }
    char *large = arena_alloc(*state, 1, 1000000, 1);
    memset(large, 1, 1000000);
    assert_string_equal(arena_printf(*state, "%s-%d", "x", 7), "x-7");
}

static void lists_grow(void **state)
{
    struct LIST_OF(int) list = {0};
    for (int i = 0; i < 1000; i++) {
        *PUSH((struct arena *)*state, &list) = i;
    }
    assert_int_equal(list.len, 1000);
    assert_int_equal(list.at[999], 999);
}

static void maps_find_what_was_set(void **state)
{
    struct map map = {0};
    assert_null(map_get(&map, "x"));
    for (int i = 0; i < 5000; i++) {
        char *key = arena_printf(*state, "key%d", i);
        map_set(*state, &map, key, key);
    }
    map_set(*state, &map, "key7", arena_strdup(*state, "seven"));
    assert_int_equal(map.len, 5000);
    assert_string_equal(map_get(&map, "key7"), "seven");
    assert_string_equal(map_get(&map, "key4999"), "key4999");
    assert_null(map_get(&map, "key5000"));
}

static void names_become_snake_case(void **state)
{
    static const char *const cases[][2] = {{"User", "user"},
        {"UserGroup", "user_group"},
        {"HTTPLog", "http_log"},
        {"A", "a"},
        {"User2Group", "user2_group"},
        {"user", "user"},
        {"CamelCase_X", "camel_case_x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(text_snake_case(*state, cases[i][0]), cases[i][1]);
    }
}

static void nearest_names_are_meant(void **state)
{
    struct strings names = {0};
    *PUSH((struct arena *)*state, &names) = "back_populates";
    *PUSH((struct arena *)*state, &names) = "backref";
    *PUSH((struct arena *)*state, &names) = "lazy";
    assert_string_equal(text_nearest("back_populate", &names), "back_populates");
    assert_string_equal(text_nearest("bakcref", &names), "backref");
    assert_string_equal(text_nearest("Lazy", &names), "lazy");
    assert_null(text_nearest("cascade", &names));
    assert_null(text_nearest("", &names));
}

static void untrusted_text_is_visible(void **state)
{
    assert_string_equal(text_visible(*state, "a\033[2Jb"), "a\\x{1b}[2Jb");
    assert_string_equal(text_visible(*state,
                            "\xe2\x80\xae"
                            "x"),
        "\\x{202e}x");
    assert_string_equal(text_visible(*state, "\xff"), "\\x{ff}");
    assert_string_equal(text_visible(*state, "gr\xc3\xbc\xc3\x9f"), "gr\xc3\xbc\xc3\x9f");
    assert_int_equal(text_width("\xe4\xb8\xad", 3), 2);
    assert_int_equal(text_utf8_valid("ab\xc0\x80", 4), 2);
}

static void hashes_are_sha256(void **state)
{
    /* SHA-256 of "abc", FIPS 180-2, in base64 */
    assert_string_equal(hash_text(*state, "abc", 3), "h1:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assert_string_equal(hash_short(*state, "abc"), "ba7816bf");
    size_t len;
    assert_string_equal(hash_normal_lines(*state,
                            "\xef\xbb\xbf"
                            "a\r\nb\rc\n",
                            10,
                            &len),
        "a\nb\nc\n");
    assert_int_equal(len, 6);
}

static void long_failures_are_cut_between_characters(void **state)
{
    (void)state;
    corm_failure error;
    char text[2000];
    for (size_t i = 0; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "\xc3\xbc", 2);
    }
    text[1998] = '\0';
    assert_int_equal(fail(&error, CORM_DATABASE, "x%s", text), CORM_DATABASE);
    assert_int_equal(text_utf8_valid(error.message, strlen(error.message)), strlen(error.message));
    assert_true(strlen(error.message) > 1000);
    assert_int_equal(fail_first(&error, "%s: ", "why"), CORM_DATABASE);
    assert_int_equal(text_utf8_valid(error.message, strlen(error.message)), strlen(error.message));
}

static void words_in_front_leave_the_rest(void **state)
{
    (void)state;
    corm_failure error;
    (void)fail(&error, CORM_REFUSED, "no %s", "room");
    fail_code(&error, "full");
    fail_hint(&error, "make room");
    fail_at(&error, "a.sql", 3);
    assert_int_equal(fail_first(&error, "cannot write %s: ", "b"), CORM_REFUSED);
    assert_string_equal(error.message, "cannot write b: no room");
    assert_string_equal(error.code, "full");
    assert_string_equal(error.hint, "make room");
    assert_string_equal(error.file, "a.sql");
    assert_int_equal(error.line, 3);
}

static void paths_join(void **state)
{
    assert_string_equal(path_join(*state, "a", "b.yaml"), "a/b.yaml");
    assert_string_equal(path_join(*state, ".", "./b.yaml"), "b.yaml");
    assert_string_equal(path_join(*state, "a", "/b"), "/b");
    assert_string_equal(path_join(*state, "a/", "b"), "a/b");
    assert_string_equal(path_folder(*state, "a/b/c"), "a/b");
    assert_string_equal(path_folder(*state, "c"), ".");
    assert_string_equal(path_stem(*state, "a/demo.yaml"), "demo");
}

static void files_are_written_whole_and_found(void **state)
{
    char folder[] = "/tmp/corm-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    corm_failure error;
    const char *deep = path_join(*state, folder, "a/b"), *text;
    assert_int_equal(file_make_folder(deep, &error), CORM_OK);
    const char *path = path_join(*state, deep, "x.yaml");
    assert_int_equal(file_write(path, "one", 3, &error), CORM_OK);
    assert_int_equal(file_write(path, "two!", 4, &error), CORM_OK);
    size_t len;
    assert_int_equal(file_read(*state, path, 0, &text, &len, &error), CORM_OK);
    assert_string_equal(text, "two!");
    assert_int_equal(file_read(*state, path, 3, &text, &len, &error), CORM_USAGE);
    assert_int_equal(file_read(*state, folder, 0, &text, &len, &error), CORM_USAGE);
    struct strings found;
    assert_int_equal(file_glob(*state, folder, "**/*.yaml", &found, &error), CORM_OK);
    assert_int_equal(found.len, 1);
    assert_string_equal(found.at[0], path);
    assert_int_equal(file_list(*state, deep, &found, &error), CORM_OK);
    assert_int_equal(found.len, 1); /* no temporary file is left */
    (void)unlink(path);
    (void)rmdir(deep);
    (void)rmdir(path_join(*state, folder, "a"));
    (void)rmdir(folder);
}

static void a_fifo_is_refused_without_waiting(void **state)
{
    char folder[] = "/tmp/corm-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = path_join(*state, folder, "fifo"), *text;
    assert_int_equal(mkfifo(path, 0600), 0);
    size_t len;
    corm_failure error;
    assert_int_equal(file_read(*state, path, 0, &text, &len, &error), CORM_USAGE);
    (void)unlink(path);
    (void)rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arena_aligns_and_zeroes, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_grow, setup, teardown),
        cmocka_unit_test_setup_teardown(maps_find_what_was_set, setup, teardown),
        cmocka_unit_test_setup_teardown(names_become_snake_case, setup, teardown),
        cmocka_unit_test_setup_teardown(nearest_names_are_meant, setup, teardown),
        cmocka_unit_test_setup_teardown(untrusted_text_is_visible, setup, teardown),
        cmocka_unit_test_setup_teardown(hashes_are_sha256, setup, teardown),
        cmocka_unit_test_setup_teardown(long_failures_are_cut_between_characters, setup, teardown),
        cmocka_unit_test_setup_teardown(words_in_front_leave_the_rest, setup, teardown),
        cmocka_unit_test_setup_teardown(paths_join, setup, teardown),
        cmocka_unit_test_setup_teardown(files_are_written_whole_and_found, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fifo_is_refused_without_waiting, setup, teardown),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
