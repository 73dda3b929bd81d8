/* What pg_dump says of a database, made comparable: columns may stand in another order, and a sequence may still be
 * called after a former name. */
#ifndef CORM_TESTS_PG_DUMP_H
#define CORM_TESTS_PG_DUMP_H

#include "unit/db/pg_case.h"

#include <inttypes.h>

static inline int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static inline const char *sorted(struct arena *arena, struct strings *lines, const char *between)
{
    if (lines->len > 1) {
        qsort(lines->at, lines->len, sizeof *lines->at, by_text);
    }
    return strings_join(arena, lines, between);
}

/* Cuts out what stands between two texts. */
static inline const char *without(struct arena *arena, const char *line, const char *before, const char *after)
{
    const char *start = strstr(line, before);
    const char *end = start == NULL ? NULL : strstr(start + strlen(before), after);
    return end == NULL ? line : arena_printf(arena, "%.*s%s%s", (int)(start - line), line, before, end);
}

/* Columns may stand in another order, and a sequence may still be called after a former name. */
static inline const char *plain_line(struct arena *arena, char *line)
{
    size_t len = strlen(line);
    if (len != 0 && (line[len - 1] == ',' || line[len - 1] == ';')) {
        line[len - 1] = '\0';
    }
    if (line[0] == '\0' || line[0] == '\\' || text_starts(line, "--") || text_starts(line, "    SEQUENCE NAME ")) {
        return NULL;
    }
    if (text_starts(line, "CREATE SEQUENCE ")) {
        return "CREATE SEQUENCE";
    }
    const char *plain = without(arena, line, "nextval('", "'::regclass)");
    return text_starts(plain, "ALTER SEQUENCE ") ? without(arena, plain, "ALTER SEQUENCE ", " OWNED BY ") : plain;
}

static inline FILE *pg_dump(struct arena *arena, const char *arguments)
{
    const char *path = "PATH=\"${CORM_PG_BINDIR:-$(pg_config --bindir)}:$PATH\"";
    FILE *pipe = popen(arena_printf(arena, "%s pg_dump %s", path, arguments), "r");
    assert_non_null(pipe);
    return pipe;
}

/* pg_dump reads servers of its own major version and older ones. */
static inline bool can_dump(struct arena *arena, const struct pg_case *test)
{
    FILE *pipe = pg_dump(arena, "--version");
    int64_t server = pg_major(test->db), program = 0;
    if (fscanf(pipe, "%*[^0-9]%" SCNd64, &program) != 1) {
        program = 0;
    }
    (void)pclose(pipe);
    if (program < server) {
        printf("skipped: pg_dump %" PRId64 " cannot read PostgreSQL %" PRId64 ": dumps are not compared\n",
            program,
            server);
    }
    return program >= server;
}

static inline const char *dump(struct arena *arena, const struct pg_case *test)
{
    FILE *pipe = pg_dump(arena, arena_printf(arena, "-s --no-owner -d '%s'", test->url));
    struct strings statements = {0}, lines = {0};
    char *line = NULL;
    size_t room = 0;
    for (ssize_t len; (len = getline(&line, &room, pipe)) > 0;) {
        line[len - 1] = '\0';
        bool last = len > 1 && line[len - 2] == ';';
        const char *plain = plain_line(arena, arena_strdup(arena, line));
        if (plain != NULL) {
            *PUSH(arena, &lines) = plain;
        }
        if (last) {
            *PUSH(arena, &statements) = sorted(arena, &lines, "\n");
            lines.len = 0;
        }
    }
    free(line);
    assert_int_equal(pclose(pipe), 0);
    return sorted(arena, &statements, "\n\n");
}

static inline const char *first_difference(struct arena *arena, const char *a, const char *b)
{
    size_t same = 0;
    while (a[same] != '\0' && a[same] == b[same]) {
        same++;
    }
    size_t from = same < 200 ? 0 : same - 200;
    return arena_printf(arena, "...%.400s\n---- made so:\n...%.400s\n", a + from, b + from);
}

#endif
