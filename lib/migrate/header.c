#include "migrate/header.h"

#include "base/text.h"
#include "migrate/version.h"
#include "sql/sql.h"

#include <string.h>

struct reader {
    struct arena *arena;
    const char *path;
    unsigned line;
    struct header *header;
    corm_failure *error;
};

static corm_status bad(const struct reader *reader, const char *value, const char *hint)
{
    fail(reader->error, CORM_USAGE, "\"%s\" does not fit its header line", value);
    fail_at(reader->error, reader->path, reader->line);
    fail_hint(reader->error, "%s", hint);
    return CORM_USAGE;
}

static corm_status set_version(struct reader *reader, const char *value, const char **ret_version)
{
    if (!version_has_form(value, strlen(value))) {
        return bad(reader, value, "a version has 14 digits");
    }
    *ret_version = value;
    return CORM_OK;
}

static corm_status set_migration(struct reader *reader, const char *value)
{
    const char *space = strchr(value, ' ');
    const char *version = space == NULL ? value : arena_strndup(reader->arena, value, (size_t)(space - value));
    if (!version_has_form(version, strlen(version)) || space == NULL) {
        return bad(reader, value, "write: -- corm: migration VERSION NAME, as the file is called");
    }
    reader->header->version = version;
    reader->header->slug = space + strspn(space, " ");
    return CORM_OK;
}

static corm_status set_parent(struct reader *reader, const char *value)
{
    return set_version(reader, value, &reader->header->parent);
}

static corm_status set_group(struct reader *reader, const char *value)
{
    return set_version(reader, value, &reader->header->group);
}

static corm_status set_engine(struct reader *reader, const char *value)
{
    size_t name = strcspn(value, " ");
    reader->header->engine = arena_strndup(reader->arena, value, name);
    const char *rest = value + name + strspn(value + name, " ");
    if (*rest == '\0') {
        return CORM_OK;
    }
    const char *version = rest + 2 + (text_starts(rest, ">=") ? strspn(rest + 2, " ") : 0);
    if (!text_starts(rest, ">=") || *version == '\0' || version[strspn(version, "0123456789.")] != '\0') {
        return bad(reader, value, "write: -- corm: engine sqlite >= 3.35");
    }
    reader->header->engine_version = version;
    return CORM_OK;
}

static corm_status set_transaction(struct reader *reader, const char *value)
{
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0) {
        return bad(reader, value, "write: -- corm: transaction on, or off");
    }
    reader->header->transaction = strcmp(value, "on") == 0;
    return CORM_OK;
}

/* A name that is not plain stands in quotes. */
static corm_status set_rebuild(struct reader *reader, const char *value)
{
    const char *table = value;
    if (value[0] == '"') {
        struct tokens tokens = sql_tokens(reader->arena, value, strlen(value));
        if (tokens.len != 2 || tokens.at[0].kind != TOKEN_NAME) {
            return bad(reader, value, "write one table a line: -- corm: rebuild posts");
        }
        table = tokens.at[0].text;
    }
    *PUSH(reader->arena, &reader->header->rebuilds) = table;
    reader->header->keys_off = true;
    return CORM_OK;
}

static corm_status unknown_code(const struct reader *reader, const char *code)
{
    struct strings known = {0};
    for (enum hazard hazard = 0; hazard < HAZARD_COUNT; hazard++) {
        *PUSH(reader->arena, &known) = hazard_info(hazard)->code;
    }
    fail(reader->error, CORM_USAGE, "\"%s\" is not the code of a hazard", code);
    fail_at(reader->error, reader->path, reader->line);
    fail_hint(reader->error, "the codes are %s", strings_join(reader->arena, &known, ", "));
    return CORM_USAGE;
}

static corm_status set_allow(struct reader *reader, const char *value)
{
    while (*value != '\0') {
        size_t len = strcspn(value, ", ");
        const char *code = arena_strndup(reader->arena, value, len);
        if (hazard_find(code) == HAZARD_COUNT) {
            return unknown_code(reader, code);
        }
        *PUSH(reader->arena, &reader->header->allow) = code;
        value += len + strspn(value + len, ", ");
    }
    return CORM_OK;
}

static const struct key {
    const char *name;
    corm_status (*set)(struct reader *reader, const char *value);
    bool many;
} keys[] = {
    {"migration", set_migration, false},
    {"parent", set_parent, false},
    {"group", set_group, false},
    {"engine", set_engine, false},
    {"transaction", set_transaction, false},
    {"rebuild", set_rebuild, true},
    {"allow", set_allow, true},
};
enum { KEYS = sizeof keys / sizeof keys[0] };

static corm_status unknown_key(const struct reader *reader, const char *name)
{
    struct strings known = {0};
    for (size_t i = 0; i < KEYS; i++) {
        *PUSH(reader->arena, &known) = keys[i].name;
    }
    const char *near = text_nearest(name, &known);
    fail(reader->error, CORM_USAGE, "unknown header line \"%s\"", name);
    fail_at(reader->error, reader->path, reader->line);
    fail_hint(reader->error,
        near != NULL ? "did you mean \"%s\"?" : "the lines are %s",
        near != NULL ? near : strings_join(reader->arena, &known, ", "));
    return CORM_USAGE;
}

/* Without the remark in round brackets at its end, and without space around. */
static const char *value_of(struct arena *arena, const char *text, size_t len)
{
    bool quoted = false;
    size_t end = 0;
    for (size_t i = 0; i < len; i++) {
        quoted ^= text[i] == '"';
        if (!quoted && text[i] == '(' && i > 0 && text[i - 1] == ' ') {
            break;
        }
        end = text[i] == ' ' || text[i] == '\t' ? end : i + 1;
    }
    return arena_strndup(arena, text, end);
}

static corm_status read_line(struct reader *reader, unsigned *seen, const char *text, size_t len)
{
    size_t name_len = 0;
    while (name_len < len && text[name_len] != ' ' && text[name_len] != '\t') {
        name_len++;
    }
    const char *name = arena_strndup(reader->arena, text, name_len);
    while (name_len < len && (text[name_len] == ' ' || text[name_len] == '\t')) {
        name_len++;
    }
    const char *value = value_of(reader->arena, text + name_len, len - name_len);
    for (unsigned i = 0; i < KEYS; i++) {
        if (strcmp(keys[i].name, name) != 0) {
            continue;
        }
        if (*value == '\0') {
            return bad(reader, name, "it needs a value");
        }
        if (!keys[i].many && (*seen & 1U << i) != 0) {
            return bad(reader, name, "it stands twice; keep one of the lines");
        }
        *seen |= 1U << i;
        return keys[i].set(reader, value);
    }
    return unknown_key(reader, name);
}

/* The text behind "-- corm:", or NULL for any other line. */
static const char *behind_mark(const char *line)
{
    const char *at = line + strspn(line, " \t");
    if (!text_starts(at, "--")) {
        return NULL;
    }
    at += 2 + strspn(at + 2, " \t");
    return text_starts(at, "corm:") ? at + 5 + strspn(at + 5, " \t") : NULL;
}

static bool is_comment(const char *line)
{
    const char *at = line + strspn(line, " \t");
    return *at == '\n' || text_starts(at, "--");
}

/* Generated files that need foreign keys off say so with their first statement. */
static bool has_guard(struct arena *arena, const char *text)
{
    static const char *const words[] = {"CREATE", "TEMP", "TABLE", "_corm_guard"};
    size_t len = strlen(text);
    struct tokens tokens = sql_tokens(arena, text, len < 300 ? len : 300);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        bool named = i < tokens.len && tokens.at[i].kind == TOKEN_NAME && strcmp(tokens.at[i].text, words[i]) == 0;
        if (i >= tokens.len || (!named && !token_is(&tokens.at[i], words[i]))) {
            return false;
        }
    }
    return true;
}

corm_status header_read(
    struct arena *arena, const char *path, const char *text, struct header *ret_header, corm_failure *error)
{
    struct header header = {.transaction = true};
    struct reader reader = {.arena = arena, .path = path, .header = &header, .error = error};
    unsigned seen = 0;
    const char *line = text;
    while (*line != '\0' && is_comment(line)) {
        reader.line++;
        size_t len = strcspn(line, "\n");
        const char *value = behind_mark(line);
        if (value != NULL) {
            corm_status status = read_line(&reader, &seen, value, (size_t)(line + len - value));
            if (status != CORM_OK) {
                return status;
            }
        }
        line += len + (line[len] == '\n' ? 1 : 0);
    }
    header.keys_off = header.keys_off || has_guard(arena, line);
    *ret_header = header;
    return CORM_OK;
}
