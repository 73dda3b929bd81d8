#include "lint_formats.h"

#include <string.h>

/* As the runner unescapes: % everywhere, in properties : and , as well.  Line ends are made visible by out_safe. */
static void print_escaped(struct run *run, const char *text, bool property)
{
    for (text = out_safe(run, text); *text != '\0'; text++) {
        if (strchr(property ? "%:," : "%", *text) != NULL) {
            (void)printf("%%%02X", (unsigned)(unsigned char)*text);
        } else {
            (void)putchar(*text);
        }
    }
}

static void print_property(struct run *run, const char *name, const char *value)
{
    (void)printf("%s=", name);
    print_escaped(run, value, true);
    (void)putchar(',');
}

static void print_place(struct run *run, const corm_place *place)
{
    if (place->file == NULL) {
        return;
    }
    print_property(run, "file", place->file);
    (void)printf("line=%u,endLine=%u,", place->line, place->end_line);
    if (place->line == place->end_line) { /* columns of more than one line are refused */
        (void)printf("col=%u,endColumn=%u,", place->column, place->end_column);
    }
}

void format_github(struct run *run, const corm_findings *findings)
{
    static const char *const levels[] = {"notice", "warning", "error"};
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        (void)printf("::%s ", levels[finding->severity]);
        print_place(run, &finding->place);
        (void)printf("title=%s %s::", finding->code, finding->rule);
        if (finding_subject(finding) != NULL) {
            print_escaped(run, finding_subject(finding), false);
            (void)fputs(": ", stdout);
        }
        print_escaped(run, finding->message, false);
        if (finding->hint != NULL) {
            (void)fputs("%0Ahint: ", stdout);
            print_escaped(run, finding->hint, false);
        }
        (void)putchar('\n');
    }
}
