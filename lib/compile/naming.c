#include "compile/naming.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "diag/edit.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_LIMIT = 63, HASH_LEN = 8 };

static const struct word *template_of(const struct naming_def *naming, enum naming kind, bool *ret_off)
{
    switch (kind) {
    case NAMING_PK: *ret_off = naming->pk_off; return &naming->pk;
    case NAMING_FK: *ret_off = naming->fk_off; return &naming->fk;
    case NAMING_UQ: *ret_off = naming->uq_off; return &naming->uq;
    case NAMING_IX: *ret_off = naming->ix_off; return &naming->ix;
    case NAMING_CK: break;
    }
    *ret_off = naming->ck_off;
    return &naming->ck;
}

static const char *const default_templates[] = {
    [NAMING_PK] = "pk_%(table_name)s",
    [NAMING_FK] = "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    [NAMING_UQ] = "uq_%(table_name)s_%(column_0_N_name)s",
    [NAMING_IX] = "ix_%(table_name)s_%(column_0_N_name)s",
    [NAMING_CK] = "ck_%(table_name)s_%(constraint_name)s",
};

/* Whether that is the text from `at` up to `end`. */
static bool is_word(const char *at, const char *end, const char *word)
{
    return (size_t)(end - at) == strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

/* column_0_name, column_0N_label, referred_column_1_name ... taken apart. */
struct column_placeholder {
    bool referred, label;
    const char *between; /* of all columns; NULL: only column `at` */
    size_t at;
};

static bool parse_column_placeholder(const char *at, const char *end, struct column_placeholder *ret)
{
    *ret = (struct column_placeholder){0};
    if (text_starts(at, "referred_")) {
        ret->referred = true;
        at += strlen("referred_");
    }
    if (!text_starts(at, "column_")) {
        return false;
    }
    at += strlen("column_");
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || digits > 4) {
        return false;
    }
    ret->at = strtoul(at, NULL, 10);
    at += digits;
    if (text_starts(at, "N_")) {
        ret->between = "";
        at += 1;
    } else if (text_starts(at, "_N_")) {
        ret->between = "_";
        at += 2;
    }
    ret->label = is_word(at, end, "_label") && !ret->referred;
    return (ret->between == NULL || ret->at == 0) &&
           (ret->label || is_word(at, end, "_name") || (is_word(at, end, "_key") && !ret->referred));
}

static void add_column(struct buf *buf, const struct naming_parts *parts, const char *column, bool label)
{
    if (label) {
        buf_printf(buf, "%s_", parts->table);
    }
    buf_add(buf, column);
}

static void add_columns(struct buf *buf, const struct naming_parts *parts, const struct column_placeholder *what)
{
    const struct strings *columns = what->referred ? &parts->ref_columns : &parts->columns;
    if (what->between == NULL) {
        if (what->at < columns->len) {
            add_column(buf, parts, columns->at[what->at], what->label);
        }
        return;
    }
    for (size_t i = 0; i < columns->len; i++) {
        buf_add(buf, i == 0 ? "" : what->between);
        add_column(buf, parts, columns->at[i], what->label);
    }
}

static void add_placeholder(struct buf *buf, const char *at, const char *end, const struct naming_parts *parts)
{
    struct column_placeholder column;
    if (is_word(at, end, "table_name")) {
        buf_add(buf, parts->table);
    } else if (is_word(at, end, "referred_table_name")) {
        buf_add(buf, parts->ref_table == NULL ? "" : parts->ref_table);
    } else if (is_word(at, end, "constraint_name")) {
        buf_add(buf, parts->constraint != NULL ? parts->constraint : strings_join(buf->arena, &parts->columns, "_"));
    } else if (parse_column_placeholder(at, end, &column)) {
        add_columns(buf, parts, &column);
    }
}

/* What a template stands for; model_read has refused those with unknown placeholders. */
static const char *expand(struct arena *arena, const char *template, const struct naming_parts *parts)
{
    struct buf buf = buf_new(arena);
    while (*template != '\0') {
        size_t plain = strcspn(template, "%");
        buf_add_len(&buf, template, plain);
        template += plain;
        const char *close = text_starts(template, "%(") ? strstr(template, ")s") : NULL;
        if (close != NULL) {
            add_placeholder(&buf, template + 2, close, parts);
            template = close + 2;
        } else if (*template == '%') {
            buf_char(&buf, '%');
            template += template[1] == '%' ? 2 : 1;
        }
    }
    return buf_text(&buf);
}

const char *fit_name(struct arena *arena, const char *name)
{
    if (strlen(name) <= NAME_LIMIT) {
        return name;
    }
    size_t keep = NAME_LIMIT - HASH_LEN - 1;
    while (keep > 0 && ((unsigned char)name[keep] & 0xc0) == 0x80) {
        keep--; /* not within a character */
    }
    return arena_printf(arena, "%.*s_%.*s", (int)keep, name, (int)HASH_LEN, hash_short(arena, name));
}

/* NAM908.  Without a template of the author's own it is a matter of taste. */
static void check_written(
    struct compiler *compiler, const struct word *template, const char *conventional, const struct word *written)
{
    if (text_same(conventional, written->text)) {
        return;
    }
    struct report *report = diag_report(compiler->diags,
        RULE_NAM908,
        written->span,
        written->text,
        "the name %s is off the naming convention, which makes it %s",
        written->text,
        conventional);
    if (template->text != NULL) {
        diag_also(report, template->span, "the convention");
    } else {
        diag_on_request(report);
    }
    diag_hint(report, "leave the name out, or write `name: %s`; both rename it in the database", conventional);
    diag_edit(
        report, &(struct edit){.kind = EDIT_REPLACE, .at = written->span, .old = written->text, .value = conventional});
    diag_fix(report, "safe");
}

const char *naming_template(const struct naming_def *naming, enum naming kind)
{
    bool off;
    const struct word *own = template_of(naming, kind, &off);
    return off ? NULL : own->text != NULL ? own->text : default_templates[kind];
}

static bool takes_a_name(const char *template)
{
    return strstr(template, "%(constraint_name)s") != NULL;
}

bool naming_renames(const struct naming_def *naming, enum naming kind)
{
    bool off;
    const struct word *own = template_of(naming, kind, &off);
    return !off && own->text != NULL && takes_a_name(own->text);
}

const char *expand_name(
    struct arena *arena, const struct naming_def *naming, enum naming kind, const struct naming_parts *parts)
{
    const char *template = naming_template(naming, kind);
    return template == NULL ? NULL : expand(arena, template, parts);
}

const char *make_name(
    struct compiler *compiler, enum naming kind, const struct naming_parts *parts, const struct word *written)
{
    const struct naming_def *naming = &compiler->model->naming;
    const char *template = naming_template(naming, kind);
    struct naming_parts named = *parts;
    if (written != NULL && written->text != NULL) {
        if (!naming_renames(naming, kind)) {
            bool off;
            const struct word *own = template_of(naming, kind, &off);
            if (template != NULL && !parts->expression && !takes_a_name(template)) {
                check_written(
                    compiler, own, fit_name(compiler->arena, expand(compiler->arena, template, parts)), written);
            }
            return written->text;
        }
        named.constraint = written->text;
    }
    return template == NULL ? NULL : fit_name(compiler->arena, expand(compiler->arena, template, &named));
}

void check_naming(struct compiler *compiler)
{
    const struct naming_def *naming = &compiler->model->naming;
    if (naming->ix_off) {
        struct report *report =
            diag_report(compiler->diags, RULE_MOD107, naming->ix.span, "naming", "an index cannot be without a name");
        diag_hint(report, "leave ix out of naming for the default, %s", default_templates[NAMING_IX]);
    }
}
