#include "migrate/version.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>
#include <time.h>

#define SLUG_MAX 60

bool version_has_form(const char *text, size_t len)
{
    if (len != VERSION_LEN) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

static int number(const char *digits, size_t len)
{
    int value = 0;
    for (size_t i = 0; i < len; i++) {
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

/* Days before a date of the proleptic Gregorian calendar, counted from 1970-01-01. */
static int64_t days_from_date(int64_t year, int64_t month, int64_t day)
{
    /* Years begin in March, so that the leap day is the last of its year. */
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + day_of_year - 719468;
}

static int64_t to_seconds(const char *version)
{
    int64_t days = days_from_date(number(version, 4), number(version + 4, 2), number(version + 6, 2));
    return days * 86400 + (int64_t)number(version + 8, 2) * 3600 + (int64_t)number(version + 10, 2) * 60 +
           number(version + 12, 2);
}

/* The parts of a time in UTC; false outside the years that four digits can tell. */
static bool to_parts(int64_t seconds, struct tm *ret_parts)
{
    time_t when = (time_t)seconds;
    return gmtime_r(&when, ret_parts) != NULL && ret_parts->tm_year >= -1899 && ret_parts->tm_year < 8100;
}

/* NULL outside those years. */
static const char *from_seconds(struct arena *arena, int64_t seconds)
{
    struct tm parts;
    if (!to_parts(seconds, &parts)) {
        return NULL;
    }
    return arena_printf(arena,
        "%04d%02d%02d%02d%02d%02d",
        parts.tm_year + 1900,
        parts.tm_mon + 1,
        parts.tm_mday,
        parts.tm_hour,
        parts.tm_min,
        parts.tm_sec);
}

bool version_is_date(const char *text)
{
    if (!version_has_form(text, strlen(text)) || number(text, 4) == 0) {
        return false;
    }
    int month = number(text + 4, 2), day = number(text + 6, 2);
    if (month < 1 || month > 12 || day < 1 || number(text + 8, 2) > 23) {
        return false;
    }
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = number(text, 4);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap ? 1 : 0) && number(text + 10, 2) < 60 &&
           number(text + 12, 2) < 60;
}

/* A file may have a version that is no date; the one after it is then the next number. */
static const char *after(struct arena *arena, const char *last)
{
    const char *second = version_is_date(last) ? from_seconds(arena, to_seconds(last) + 1) : NULL;
    if (second != NULL) {
        return second;
    }
    char *next = arena_strdup(arena, last);
    for (size_t i = VERSION_LEN; i-- > 0;) {
        if (next[i] != '9') {
            next[i] = (char)(next[i] + 1);
            break;
        }
        next[i] = '0';
    }
    return next;
}

corm_status version_next(struct arena *arena,
    const char *wanted,
    int64_t now,
    const char *last,
    const char **ret_version,
    corm_failure *error)
{
    if (wanted != NULL && !version_is_date(wanted)) {
        fail(error, CORM_USAGE, "\"%s\" is not a version", wanted);
        fail_hint(error, "a version is a UTC time, YYYYMMDDHHMMSS: 20261121093000");
        return CORM_USAGE;
    }
    const char *version = wanted != NULL ? arena_strdup(arena, wanted) : from_seconds(arena, now);
    if (version == NULL) {
        return fail(error, CORM_USAGE, "the clock is outside the years 1 to 9999");
    }
    if (last != NULL && strcmp(version, last) <= 0) {
        version = after(arena, last);
    }
    if (last != NULL && strcmp(version, last) <= 0) {
        return fail(error, CORM_USAGE, "no version comes after %s", last);
    }
    *ret_version = version;
    return CORM_OK;
}

const char *version_iso(struct arena *arena, int64_t now)
{
    struct tm parts;
    if (!to_parts(now, &parts)) {
        return "";
    }
    return arena_printf(arena,
        "%04d-%02d-%02dT%02d:%02d:%02dZ",
        parts.tm_year + 1900,
        parts.tm_mon + 1,
        parts.tm_mday,
        parts.tm_hour,
        parts.tm_min,
        parts.tm_sec);
}

const char *version_slug(struct arena *arena, const char *name)
{
    struct buf slug = buf_new(arena);
    for (const char *c = text_lower(arena, name); *c != '\0' && slug.len < SLUG_MAX; c++) {
        if ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_') {
            buf_char(&slug, *c);
        } else if (slug.len > 0 && slug.at[slug.len - 1] != '_') {
            buf_char(&slug, '_');
        }
    }
    while (slug.len > 0 && slug.at[slug.len - 1] == '_') {
        slug.at[--slug.len] = '\0';
    }
    return slug.len == 0 ? "migration" : buf_text(&slug);
}
