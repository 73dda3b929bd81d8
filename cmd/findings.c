/* Findings as people and programs read them. */
#include "out.h"

#include <string.h>

static const char *const severity_names[] = {"hint", "warning", "error"};
static const enum colour severity_colours[] = {BLUE, YELLOW, RED};

/* How many bytes the first `count` characters of a line take. */
static size_t bytes_of(const char *line, size_t count)
{
    size_t at = 0;
    while (line[at] != '\0' && count != 0) {
        do {
            at++;
        } while (((unsigned char)line[at] & 0xc0) == 0x80);
        count--;
    }
    return at;
}

static size_t shown_width(struct run *run, const char *line, size_t len)
{
    char part[512];
    (void)snprintf(part, sizeof part, "%.*s", (int)len, line);
    const char *shown = corm_visible(run->session, part);
    return corm_width(shown, strlen(shown));
}

#define EXCERPT_MAX 400

static void print_excerpt(struct run *run, FILE *out, const corm_place *place, enum colour colour)
{
    const char *line = place->source_line;
    if (line == NULL || strlen(line) > EXCERPT_MAX || line[0] == '\0') {
        return;
    }
    size_t from = bytes_of(line, place->column - 1);
    bool one_line = place->end_line == place->line;
    size_t to = one_line ? bytes_of(line, place->end_column - 1) : strlen(line);
    size_t before = shown_width(run, line, from), width = shown_width(run, line + from, to > from ? to - from : 0);
    char shown[2 * EXCERPT_MAX];
    (void)snprintf(shown, sizeof shown, "%s", corm_visible(run->session, line));
    out_coloured(out, DIM, "%6u | ", place->line);
    (void)fprintf(out, "%s\n", shown);
    out_coloured(out, DIM, "       | ");
    (void)fprintf(out, "%*s", (int)before, "");
    out_coloured(out, colour, "^");
    for (size_t i = 1; i < width; i++) {
        out_coloured(out, colour, "~");
    }
    (void)fputc('\n', out);
}

static void print_place(struct run *run, FILE *out, const corm_place *place)
{
    if (place->file != NULL) {
        out_coloured(out, BOLD, "%s:%u:%u: ", out_safe(run, place->file), place->line, place->column);
    }
}

const char *finding_subject(const corm_finding *finding)
{
    size_t len = finding->object == NULL ? 0 : strlen(finding->object);
    bool begins = len != 0 && strncmp(finding->message, finding->object, len) == 0 && finding->message[len] == ' ';
    return begins ? NULL : finding->object;
}

static void print_finding(struct run *run, FILE *out, const corm_finding *finding)
{
    print_place(run, out, &finding->place);
    out_coloured(out, severity_colours[finding->severity], "%s: ", severity_names[finding->severity]);
    if (finding_subject(finding) != NULL) {
        (void)fprintf(out, "%s: ", out_safe(run, finding_subject(finding)));
    }
    (void)fprintf(out, "%s", out_safe(run, finding->message));
    out_coloured(out, DIM, "  [%s %s]\n", finding->code, finding->rule);
    print_excerpt(run, out, &finding->place, severity_colours[finding->severity]);
    for (size_t i = 0; i < finding->related_len; i++) {
        const corm_note *note = &finding->related[i];
        (void)fputs("  ", out);
        print_place(run, out, &note->place);
        (void)fprintf(out, "note: %s\n", out_safe(run, note->message));
    }
    if (finding->hint != NULL) {
        out_coloured(out, GREEN, "  hint: ");
        (void)fprintf(out, "%s\n", out_safe(run, finding->hint));
    }
    if (finding->not_fixed != NULL) {
        (void)fprintf(out, "  not fixed: %s\n", out_safe(run, finding->not_fixed));
    }
}

void out_findings(struct run *run, FILE *out, const corm_findings *findings, size_t most)
{
    for (size_t i = 0; i < findings->len && i < most; i++) {
        print_finding(run, out, &findings->at[i]);
        (void)fputc('\n', out);
    }
    if (findings->len > most) {
        (void)fprintf(out, "... and %zu more; --max %zu shows them all\n\n", findings->len - most, findings->len);
    }
}

void out_summary(struct run *run, FILE *out, const corm_findings *findings)
{
    const size_t counts[] = {findings->errors, findings->warnings, findings->hints};
    static const char *const nouns[] = {"error", "warning", "hint"};
    const char *between = "";
    for (size_t i = 0; i < 3; i++) {
        if (counts[i] != 0) {
            (void)fprintf(out, "%s%s", between, out_count(run, counts[i], nouns[i]));
            between = ", ";
        }
    }
    (void)fputc('\n', out);
}

static void set_place(struct run *run, json_t *object, const corm_place *place)
{
    json_object_set_new(object, "file", json_text(run, place->file));
    json_object_set_new(object, "line", place->file == NULL ? json_null() : json_integer(place->line));
    json_object_set_new(object, "column", place->file == NULL ? json_null() : json_integer(place->column));
}

static json_t *json_finding(struct run *run, const corm_finding *finding)
{
    json_t *object = json_object(), *related = json_array();
    json_object_set_new(object, "code", json_text(run, finding->code));
    json_object_set_new(object, "rule", json_text(run, finding->rule));
    json_object_set_new(object, "severity", json_text(run, severity_names[finding->severity]));
    json_object_set_new(object, "object", json_text(run, finding->object));
    json_object_set_new(object, "message", json_text(run, finding->message));
    set_place(run, object, &finding->place);
    bool placed = finding->place.file != NULL;
    json_object_set_new(object, "end_line", placed ? json_integer(finding->place.end_line) : json_null());
    json_object_set_new(object, "end_column", placed ? json_integer(finding->place.end_column) : json_null());
    for (size_t i = 0; i < finding->related_len; i++) {
        json_t *note = json_object();
        set_place(run, note, &finding->related[i].place);
        json_object_set_new(note, "message", json_text(run, finding->related[i].message));
        json_array_append_new(related, note);
    }
    json_object_set_new(object, "related", related);
    json_object_set_new(object, "hint", json_text(run, finding->hint));
    json_object_set_new(object, "fix", json_text(run, finding->fix));
    if (finding->not_fixed != NULL) {
        json_object_set_new(object, "not_fixed", json_text(run, finding->not_fixed));
    }
    return object;
}

json_t *json_findings(struct run *run, const corm_findings *findings)
{
    json_t *list = json_array();
    for (size_t i = 0; i < findings->len; i++) {
        json_array_append_new(list, json_finding(run, &findings->at[i]));
    }
    return list;
}
