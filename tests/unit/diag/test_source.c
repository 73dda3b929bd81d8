/* Places of spans: lines and columns from byte offsets. */
#include "support/corm_test.h"

#include "base/buf.h"
#include "diag/diag.h"

#include <string.h>

static corm_place place_of(struct diags *diags, uint32_t file, size_t off, size_t len)
{
    return diags_place(diags, (struct span){.file = file, .off = (uint32_t)off, .len = (uint32_t)len});
}

/* Lines of all lengths around what a long one is, of characters of one to four bytes. */
static const char *mixed_text(struct arena *arena, size_t *ret_len)
{
    static const char *const chars[] = {"a", "\xc3\xa9", " ", "\xe2\x82\xac", "\xf0\x9f\x90\x98"};
    static const size_t lines[] = {0, 1, 300, 511, 512, 513, 1023, 1024, 1025, 2048, 5000};
    struct buf out = buf_new(arena);

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        for (size_t j = 0; j < lines[i]; j++) {
            buf_add(&out, i % 2 == 0 ? "x" : chars[(i + j) % 5]);
        }
        buf_char(&out, '\n');
    }
    const char *text = buf_text(&out);
    *ret_len = strlen(text);
    return text;
}

static void tells_the_same_in_any_order(void **state)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new(arena);
    size_t len;
    const char *text = mixed_text(arena, &len);
    uint32_t ahead = diags_add_source(diags, "a", text, len), jumping = diags_add_source(diags, "b", text, len);
    unsigned line = 1, column = 1;

    (void)state;
    for (size_t off = 0; off <= len; off++) {
        corm_place place = place_of(diags, ahead, off, len - off);
        assert_int_equal(place.line, line);
        assert_int_equal(place.column, column);
        assert_int_equal(place.end_line, 12);
        assert_int_equal(place.end_column, 1);
        if (text[off] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text[off] & 0xc0) != 0x80) {
            column++;
        }
    }
    for (size_t i = 0; i < len; i++) {
        size_t off = i * 7919 % len;
        corm_place here = place_of(diags, jumping, off, 1), same = place_of(diags, ahead, off, 1);
        assert_int_equal(here.line, same.line);
        assert_int_equal(here.column, same.column);
        assert_int_equal(here.end_column, same.end_column);
    }
    arena_free(arena);
}

/* Findings name places before them; were the line counted through for each this would take minutes. */
static void a_long_line_is_not_counted_through_for_each(void **state)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new(arena);
    const size_t len = (size_t)2 << 20;
    char *text = arena_alloc(arena, len, 1, 1);
    (void)state;
    memset(text, 'x', len);
    uint32_t file = diags_add_source(diags, "a", text, len);

    for (size_t i = 1; i <= 100000; i++) {
        size_t off = i % 2 == 0 ? i : len - i;
        assert_int_equal(place_of(diags, file, off, 0).column, off + 1);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_same_in_any_order),
        cmocka_unit_test(a_long_line_is_not_counted_through_for_each),
    };
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
