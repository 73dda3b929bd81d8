#include "model/reader.h"

#include "base/file.h"
#include "base/text.h"

#include <string.h>

static bool is_inside(const char *root, const char *real)
{
    size_t len = strlen(root);
    return strncmp(root, real, len) == 0 && (real[len] == '/' || real[len] == '\0' || strcmp(root, "/") == 0);
}

void add_source_file(struct reader *reader, const char *path, struct span asked)
{
    const char *real = path_real(reader->arena, path);
    const char *key = real == NULL ? path : real;
    if (map_get(&reader->seen, key) == NULL) {
        map_set(reader->arena, &reader->seen, key, reader);
        *PUSH(reader->arena, &reader->waiting) = (struct source_file){.path = path, .asked = asked};
    }
}

/* How many folders lie between the root and a real path inside it. */
static int depth_below(const char *root, const char *real)
{
    int depth = 0;
    for (const char *c = real + (strcmp(root, "/") == 0 ? 0 : strlen(root)); *c != '\0'; c++) {
        depth += *c == '/' && c[1] != '\0' ? 1 : 0;
    }
    return depth;
}

/* Whether the steps of a relative path climb above a folder that lies `depth` below the root. */
static bool climbs_out(const char *path, int depth)
{
    for (const char *part = path; *part != '\0';) {
        size_t len = strcspn(part, "/");
        if (len == 2 && strncmp(part, "..", 2) == 0) {
            depth--;
        } else if (len > 0 && !(len == 1 && *part == '.')) {
            depth++;
        }
        if (depth < 0) {
            return true;
        }
        part += len + strspn(part + len, "/");
    }
    return false;
}

static void refuse_include(struct reader *reader, const struct node *node, const char *why, const char *hint)
{
    struct report *report =
        reader_report(reader, RULE_MOD004, node->span, "cannot include \"%s\": %s", node->text, why);
    diag_hint(report, "%s", hint);
}

static const char *const inside_hint = "name files inside the project, relative to this one";

/* What can be said of the text alone, whether such a file exists or not. */
static bool may_include(struct reader *reader, const struct node *node)
{
    const char *real = reader->root == NULL ? NULL : path_real(reader->arena, reader->folder);
    if (node->text[0] == '\0') {
        refuse_include(reader, node, "an empty path", inside_hint);
    } else if (node->text[0] == '/') {
        refuse_include(reader, node, "the path is absolute", inside_hint);
    } else if (reader->root == NULL || real == NULL) {
        refuse_include(reader, node, "a text that is no file includes none", inside_hint);
    } else if (climbs_out(node->text, is_inside(reader->root, real) ? depth_below(reader->root, real) : 0)) {
        refuse_include(reader, node, "it stands outside the project", inside_hint);
    } else {
        return true;
    }
    return false;
}

static void refuse_absent(struct reader *reader, const struct node *node, const char *path)
{
    struct strings names = {0};
    corm_failure error;
    struct report *report =
        reader_report(reader, RULE_MOD004, node->span, "cannot include \"%s\": there is no such file", node->text);
    if (file_list(reader->arena, path_folder(reader->arena, path), &names, &error) == CORM_OK) {
        suggest(reader, report, path_name(path), &names);
    }
}

/* A link may lead anywhere: the real path decides. */
static void include_file(struct reader *reader, const struct node *node, const char *path)
{
    const char *real = path_real(reader->arena, path);
    if (real == NULL || !file_exists(path)) {
        refuse_absent(reader, node, path);
    } else if (!is_inside(reader->root, real)) {
        refuse_include(reader, node, "a symbolic link leads out of the project", inside_hint);
    } else {
        add_source_file(reader, path, node->span);
    }
}

static void include_glob(struct reader *reader, const struct node *node)
{
    struct strings paths = {0};
    corm_failure error = {0};
    if (file_glob(reader->arena, reader->folder, node->text, &paths, &error) != CORM_OK) {
        refuse_include(reader, node, error.message, inside_hint);
        return;
    }
    if (paths.len == 0) {
        struct report *report = reader_report(reader, RULE_MOD004, node->span, "no file matches \"%s\"", node->text);
        diag_severity(report, CORM_WARNING);
    }
    for (size_t i = 0; i < paths.len; i++) {
        if (!file_is_folder(paths.at[i])) {
            include_file(reader, node, paths.at[i]);
        }
    }
}

static void include_item(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    const struct node *node = pair->value;
    if (node->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "paths", "write [users.yaml, models/*.yaml]");
        return;
    }
    if (!may_include(reader, node)) {
        return;
    }
    if (strpbrk(node->text, "*?[") != NULL) {
        include_glob(reader, node);
    } else {
        include_file(reader, node, path_join(reader->arena, reader->folder, node->text));
    }
}

void read_include(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (pair->value->kind == NODE_SCALAR && !node_is_null(pair->value)) {
        include_item(reader, into, pair);
    } else {
        read_items(reader, pair, "a list of paths", include_item, into);
    }
}
