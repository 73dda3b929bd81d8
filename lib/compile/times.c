#include "base/buf.h"
#include "compile/literal.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads exactly `len` digits whose number is at most `most`. */
static bool read_number(const char **at, size_t len, int most, int *ret_number)
{
    int number = 0;
    for (size_t i = 0; i < len; i++) {
        if (!is_digit((*at)[i])) {
            return false;
        }
        number = number * 10 + ((*at)[i] - '0');
    }
    *at += len;
    *ret_number = number;
    return number <= most;
}

static bool read_char(const char **at, char c)
{
    if (**at != c) {
        return false;
    }
    (*at)++;
    return true;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_date(struct buf *buf, const char **at)
{
    int year, month, day;
    if (!read_number(at, 4, 9999, &year) || !read_char(at, '-') || !read_number(at, 2, 12, &month) ||
        !read_char(at, '-') || !read_number(at, 2, 31, &day)) {
        return false;
    }
    if (month == 0 || day == 0 || day > days_of(year, month)) {
        return false;
    }
    buf_printf(buf, "%04d-%02d-%02d", year, month, day);
    return true;
}

static bool read_time(struct buf *buf, const char **at)
{
    int hour, minute, second = 0;
    if (!read_number(at, 2, 23, &hour) || !read_char(at, ':') || !read_number(at, 2, 59, &minute)) {
        return false;
    }
    bool seconds = read_char(at, ':');
    if (seconds && !read_number(at, 2, 59, &second)) {
        return false;
    }
    buf_printf(buf, "%02d:%02d:%02d", hour, minute, second);
    if (!seconds || **at != '.') {
        return true;
    }
    size_t len = 1 + strspn(*at + 1, "0123456789");
    buf_add_len(buf, *at, len);
    *at += len;
    return len > 1 && len <= 7; /* microseconds */
}

/* Z, +02, +02:00, +0200 or nothing. */
static bool read_zone(struct buf *buf, const char **at)
{
    if (**at == '\0') {
        return true;
    }
    if (read_char(at, 'Z')) {
        buf_add(buf, "+00:00");
        return true;
    }
    char sign = **at;
    if (!read_char(at, '+') && !read_char(at, '-')) {
        return false;
    }
    int hour, minute = 0;
    if (!read_number(at, 2, 15, &hour)) {
        return false;
    }
    bool colon = read_char(at, ':');
    if ((colon || **at != '\0') && !read_number(at, 2, 59, &minute)) {
        return false;
    }
    buf_printf(buf, "%c%02d:%02d", sign, hour, minute);
    return true;
}

const char *date_text(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    return read_date(&buf, &text) && *text == '\0' ? buf_text(&buf) : NULL;
}

const char *time_text(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    return read_time(&buf, &text) && *text == '\0' ? buf_text(&buf) : NULL;
}

const char *timestamp_text(struct arena *arena, const char *text, bool zone)
{
    struct buf buf = buf_new(arena);
    if (!read_date(&buf, &text)) {
        return NULL;
    }
    buf_char(&buf, ' ');
    if (*text == '\0') {
        buf_add(&buf, "00:00:00");
        return buf_text(&buf);
    }
    if ((!read_char(&text, ' ') && !read_char(&text, 'T')) || !read_time(&buf, &text) ||
        (zone && !read_zone(&buf, &text))) {
        return NULL;
    }
    return *text == '\0' ? buf_text(&buf) : NULL;
}
