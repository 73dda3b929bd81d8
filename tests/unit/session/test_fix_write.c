/* What --fix does to files: a link stays a link, modes stay, and what others keep or change is left alone. */
#include "support/corm_test.h"

#include "base/file.h"
#include "base/text.h"
#include "session/lint_trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char wrong[] = "corm: 1\n"
                            "models:\n"
                            "  User:\n"
                            "    columns:\n"
                            "      id: {type: integer, primary_key: true}\n"
                            "    relationships:\n"
                            "      posts: {target: Post, back_populates: user}\n"
                            "  Post:\n"
                            "    columns:\n"
                            "      id: {type: integer, primary_key: true}\n"
                            "      user_id: {foreign_key: user.id}\n"
                            "    relationships:\n"
                            "      user: {target: User}\n";

struct place {
    struct arena *arena;
    char folder[64];
};

static void put(const char *name, const char *text)
{
    corm_failure error;
    assert_int_equal(file_write(name, text, strlen(text), &error), CORM_OK);
}

static int enter(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place->arena = arena_new();
    (void)snprintf(place->folder, sizeof place->folder, "/tmp/corm-fix-write-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    *state = place;
    assert_int_equal(chdir(place->folder), 0);
    put("corm.yaml", "corm: 1\nmodel: model.yaml\n");
    return 0;
}

static int leave(void **state)
{
    struct place *place = *state;
    struct strings names = {0};
    corm_failure error;
    (void)!file_list(place->arena, place->folder, &names, &error);
    for (size_t i = 0; i < names.len; i++) {
        (void)unlink(names.at[i]);
    }
    (void)!chdir("/");
    (void)rmdir(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static const char *get(struct place *place, const char *name)
{
    const char *text;
    size_t len;
    corm_failure error;
    assert_int_equal(file_read(place->arena, name, 0, &text, &len, &error), CORM_OK);
    return text;
}

static corm_status fix(const char *name, char message[1024])
{
    const char *const paths[] = {name, NULL};
    const corm_lint_options options = {.paths = paths, .fix = true};
    const corm_findings *findings;
    corm *session = corm_new();
    corm_status status = corm_lint(session, &options, &findings);
    (void)snprintf(message, 1024, "%s", corm_why(session)->message);
    corm_free(session);
    return status;
}

static void test_link_and_mode(void **state)
{
    struct place *place = *state;
    char message[1024];
    struct stat info;
    put("real.yaml", wrong);
    assert_int_equal(chmod("real.yaml", 0640), 0);
    assert_int_equal(symlink("real.yaml", "model.yaml"), 0);
    assert_int_equal(fix("model.yaml", message), CORM_OK);
    assert_int_equal(lstat("model.yaml", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(lstat("real.yaml", &info), 0);
    assert_int_equal(info.st_mode, S_IFREG | 0640);
    assert_non_null(strstr(get(place, "real.yaml"), "{target: User, back_populates: posts}"));
}

static void test_read_only(void **state)
{
    struct place *place = *state;
    char message[1024];
    put("model.yaml", wrong);
    assert_int_equal(chmod("model.yaml", 0444), 0);
    assert_int_equal(fix("model.yaml", message), CORM_USAGE);
    assert_non_null(strstr(message, "model.yaml may not be written"));
    assert_string_equal(get(place, "model.yaml"), wrong);
}

/* The finding stands in one file, what has to change in another. */
static void test_other_file(void **state)
{
    static const char user[] = "corm: 1\n"
                               "include: [post.yaml]\n"
                               "models:\n"
                               "  User:\n"
                               "    columns: {id: {type: integer, primary_key: true}}\n"
                               "    relationships: {posts: {target: Post, back_populates: user}}\n";
    static const char *const two_paths[] = {"post.yaml", "model.yaml", NULL};
    struct place *place = *state;
    const char *post = strstr(wrong, "  Post:");
    for (int i = 0; i < 2; i++) {
        const corm_lint_options options = {.paths = i == 0 ? NULL : two_paths, .fix = true};
        const corm_findings *findings;
        put("model.yaml", user);
        put("post.yaml", arena_printf(place->arena, "models:\n%s", post));
        corm *session = corm_new();
        assert_int_equal(corm_open_project(session, &(corm_location){0}), CORM_OK);
        assert_int_equal(corm_lint(session, &options, &findings), CORM_OK);
        corm_free(session);
        assert_string_equal(get(place, "model.yaml"), user);
        assert_non_null(strstr(get(place, "post.yaml"), "{target: User, back_populates: posts}"));
    }
}

static struct fixed_file *add(struct place *place, struct fixed_files *files, const char *path)
{
    struct fixed_file *file = fixed_file_of(place->arena, files, path);
    file->before = "before\n";
    file->after = "after\n";
    file->before_len = strlen(file->before);
    file->after_len = strlen(file->after);
    return file;
}

/* One that somebody changed meanwhile keeps all from being written. */
static void test_changed_meanwhile(void **state)
{
    struct place *place = *state;
    struct fixed_files files = {0};
    corm_failure error = {0};
    put("a.yaml", "before\n");
    put("b.yaml", "edited\n");
    (void)add(place, &files, "a.yaml");
    (void)add(place, &files, "b.yaml");
    assert_int_equal(fixed_write(&files, &error), CORM_USAGE);
    assert_non_null(strstr(error.message, "b.yaml was changed"));
    assert_string_equal(get(place, "a.yaml"), "before\n");
    assert_string_equal(get(place, "b.yaml"), "edited\n");
    put("b.yaml", "before\n");
    assert_int_equal(fixed_write(&files, &error), CORM_OK);
    assert_string_equal(get(place, "a.yaml"), "after\n");
    assert_string_equal(get(place, "b.yaml"), "after\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_link_and_mode, enter, leave),
        cmocka_unit_test_setup_teardown(test_read_only, enter, leave),
        cmocka_unit_test_setup_teardown(test_other_file, enter, leave),
        cmocka_unit_test_setup_teardown(test_changed_meanwhile, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
