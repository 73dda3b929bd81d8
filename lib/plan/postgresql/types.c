#include "plan/postgresql/types.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Types of one family become each other by an implicit or assignment cast. */
enum family { FAMILY_OTHER, FAMILY_NUMBER, FAMILY_TEXT, FAMILY_DAY, FAMILY_JSON, FAMILY_NET, FAMILY_TIME, FAMILY_BITS };

struct known {
    const char *base;
    enum family family;
    int digits; /* of whole numbers: how many an integer can take, or a float keeps */
};

static const struct known known_types[] = {
    {"smallint", FAMILY_NUMBER, 5},
    {"integer", FAMILY_NUMBER, 10},
    {"bigint", FAMILY_NUMBER, 19},
    {"numeric", FAMILY_NUMBER, 0},
    {"real", FAMILY_NUMBER, 6},
    {"double precision", FAMILY_NUMBER, 15},
    {"text", FAMILY_TEXT, 0},
    {"character varying", FAMILY_TEXT, 0},
    {"character", FAMILY_TEXT, 0},
    {"date", FAMILY_DAY, 0},
    {"timestamp without time zone", FAMILY_DAY, 0},
    {"timestamp with time zone", FAMILY_DAY, 0},
    {"time without time zone", FAMILY_TIME, 0},
    {"time with time zone", FAMILY_TIME, 0},
    {"json", FAMILY_JSON, 0},
    {"jsonb", FAMILY_JSON, 0},
    {"inet", FAMILY_NET, 0},
    {"cidr", FAMILY_NET, 0},
    {"bit", FAMILY_BITS, 0},
    {"bit varying", FAMILY_BITS, 0},
};

static struct known know(const struct pg_type *type)
{
    for (size_t i = 0; i < sizeof known_types / sizeof *known_types; i++) {
        if (text_same(known_types[i].base, type->base)) {
            return known_types[i];
        }
    }
    return (struct known){.base = type->base};
}

/* "timestamp(3) with time zone" has its numbers in the middle. */
struct pg_type pg_type_read(struct arena *arena, const char *text)
{
    struct pg_type type = {.first = -1, .second = -1, .array = text_ends(text, "[]")};
    size_t len = strlen(text);
    while (len >= 2 && strncmp(text + len - 2, "[]", 2) == 0) {
        len -= 2;
    }
    const char *plain = arena_strndup(arena, text, len);
    const char *open = plain[0] == '"' ? NULL : strchr(plain, '('), *close = open == NULL ? NULL : strchr(open, ')');
    if (close == NULL) {
        type.base = plain;
        return type;
    }
    char *end;
    type.first = strtol(open + 1, &end, 10);
    type.second = *end == ',' ? strtol(end + 1, NULL, 10) : -1;
    type.base = arena_printf(arena, "%.*s%s", (int)(open - plain), plain, close + 1);
    return type;
}

static bool is_named(const struct pg_type *type, const char *base)
{
    return text_same(type->base, base);
}

/* Between boolean and integer there are explicit casts; between boolean and other numbers only by way of integer. */
static const char *boolean_using(
    struct arena *arena, const struct pg_type *from, const struct pg_type *to, const char *to_text, const char *name)
{
    bool to_boolean = is_named(to, "boolean") && know(from).family == FAMILY_NUMBER;
    bool of_boolean = is_named(from, "boolean") && know(to).family == FAMILY_NUMBER;
    if (from->array || to->array || (!to_boolean && !of_boolean)) {
        return NULL;
    }
    const struct pg_type *number = to_boolean ? from : to;
    return is_named(number, "integer") ? arena_printf(arena, "%s::%s", name, to_text)
                                       : arena_printf(arena, "%s::integer::%s", name, to_text);
}

/* One value becomes an array of one, and the first of an array the value.  A text is read as an array's text instead.
 */
static const char *array_using(
    struct arena *arena, const struct pg_type *from, const struct pg_type *to, const char *to_text, const char *name)
{
    enum family family = know(from->array ? to : from).family;
    if (from->array == to->array || family == FAMILY_TEXT || family == FAMILY_JSON) {
        return NULL;
    }
    const char *between = text_same(from->base, to->base) ? "" : "::text";
    return from->array
               ? arena_printf(arena, "(%s)[1]%s::%s", name, between, to_text)
               : arena_printf(arena, "CASE WHEN %s IS NOT NULL THEN ARRAY[%s%s]::%s END", name, name, between, to_text);
}

/* A cast between these two would take backslashes for escapes, and print bytes as digits. */
static const char *bytes_using(
    struct arena *arena, const struct pg_type *from, const struct pg_type *to, const char *name)
{
    bool single = !from->array && !to->array;
    if (single && know(from).family == FAMILY_TEXT && is_named(to, "bytea")) {
        return arena_printf(arena, "convert_to(%s, 'UTF8')", name);
    }
    return single && is_named(from, "bytea") && know(to).family == FAMILY_TEXT
               ? arena_printf(arena, "convert_from(%s, 'UTF8')", name)
               : NULL;
}

const char *pg_type_using(struct arena *arena, const char *from_text, const char *to_text, const char *name)
{
    struct pg_type from = pg_type_read(arena, from_text), to = pg_type_read(arena, to_text);
    enum family family = know(&from).family, wanted = know(&to).family;
    if (from.array == to.array && (text_same(from.base, to.base) || (family == wanted && family != FAMILY_OTHER))) {
        return NULL;
    }
    const char *direct = bytes_using(arena, &from, &to, name);
    if (direct == NULL && wanted == FAMILY_TEXT && from.array == to.array) {
        return NULL;
    }
    direct = direct != NULL ? direct : boolean_using(arena, &from, &to, to_text, name);
    direct = direct != NULL ? direct : array_using(arena, &from, &to, to_text, name);
    if (direct != NULL) {
        return direct;
    }
    const char *between = family == FAMILY_TEXT && !from.array ? "" : from.array && to.array ? "::text[]" : "::text";
    return arena_printf(arena, "%s%s::%s", name, between, to_text);
}

/* ---- what gets lost ---- */

/* A length or precision that is smaller than it was; -1 is no limit. */
static bool is_narrower(long from, long to)
{
    return to >= 0 && (from < 0 || to < from);
}

static bool numeric_loses(const struct pg_type *from, const struct pg_type *to)
{
    if (to->first < 0) {
        return false;
    }
    long scale = to->second < 0 ? 0 : to->second, whole = to->first - scale;
    if (!is_named(from, "numeric")) {
        return know(from).digits > whole;
    }
    long from_scale = from->second < 0 ? 0 : from->second;
    return from->first < 0 || scale < from_scale || whole < from->first - from_scale;
}

static bool is_float(const struct pg_type *type)
{
    return is_named(type, "real") || is_named(type, "double precision");
}

static bool number_loses(const struct pg_type *from, const struct pg_type *to)
{
    bool from_numeric = is_named(from, "numeric");
    if (is_named(to, "numeric")) {
        return is_float(from) || numeric_loses(from, to);
    }
    if (is_float(from)) {
        return !is_float(to) || know(to).digits < know(from).digits;
    }
    return from_numeric || know(to).digits < know(from).digits;
}

/* A date has no time; a moment that becomes a date loses it. */
static bool day_loses(const struct pg_type *from, const struct pg_type *to)
{
    bool from_date = is_named(from, "date"), to_date = is_named(to, "date");
    return from_date || to_date ? to_date && !from_date : is_narrower(from->first, to->first);
}

static bool text_loses(const struct pg_type *from, const struct pg_type *to)
{
    bool to_padded = is_named(to, "character");
    long limit = to_padded && to->first < 0 ? 1 : to->first;
    long before = is_named(from, "character") && from->first < 0 ? 1 : from->first;
    return is_narrower(before, limit);
}

static bool family_loses(enum family family, const struct pg_type *from, const struct pg_type *to)
{
    switch (family) {
    case FAMILY_NUMBER: return number_loses(from, to);
    case FAMILY_TEXT: return text_loses(from, to);
    case FAMILY_DAY: return day_loses(from, to);
    case FAMILY_NET: return is_named(to, "cidr") && is_named(from, "inet");
    case FAMILY_TIME: return is_narrower(from->first, to->first) || is_named(from, "time with time zone");
    case FAMILY_BITS: return is_narrower(from->first, to->first) || is_named(to, "bit");
    case FAMILY_JSON:
    case FAMILY_OTHER: break;
    }
    return false;
}

/* A boolean is 0 or 1; what has a text can be that text, if the text is not cut; a value can be an array's only one. */
static bool is_always_fit(const struct pg_type *from, const struct pg_type *to)
{
    enum family family = know(from).family;
    if (!from->array && to->array && family != FAMILY_TEXT && family != FAMILY_JSON) {
        return text_same(from->base, to->base) && !is_narrower(from->first, to->first);
    }
    if (is_named(from, "bytea")) {
        return false;
    }
    bool whole_text = know(to).family == FAMILY_TEXT && to->first < 0 && !is_named(to, "character");
    return (!to->array || from->array) && (whole_text || (is_named(from, "boolean") && is_named(to, "integer")));
}

bool pg_type_loses(const char *from_text, const char *to_text)
{
    struct arena *scratch = arena_new();
    struct pg_type from = pg_type_read(scratch, from_text), to = pg_type_read(scratch, to_text);
    enum family family = know(&from).family;
    bool loses;
    if (from.array == to.array && text_same(from.base, to.base) && family == FAMILY_OTHER) {
        loses = is_narrower(from.first, to.first);
    } else if (from.array == to.array && family != FAMILY_OTHER && family == know(&to).family) {
        loses = family_loses(family, &from, &to);
    } else {
        loses = !is_always_fit(&from, &to);
    }
    arena_free(scratch);
    return loses;
}
