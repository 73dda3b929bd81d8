#include "lint_formats.h"

#include <string.h>

/* U+FFFE or U+FFFF. */
static bool is_no_character(const char *at)
{
    return strncmp(at, "\xef\xbf\xbe", 3) == 0 || strncmp(at, "\xef\xbf\xbf", 3) == 0;
}

/* XML 1.0 takes neither control characters nor these two, not even as references: out_safe has made the former
 * visible. */
static void print_xml(struct run *run, const char *text)
{
    for (const char *at = out_safe(run, text); *at != '\0'; at++) {
        if (is_no_character(at)) {
            (void)printf("\\x{fff%c}", at[2] == '\xbe' ? 'e' : 'f');
            at += 2;
            continue;
        }
        switch (*at) {
        case '&': (void)fputs("&amp;", stdout); break;
        case '<': (void)fputs("&lt;", stdout); break;
        case '>': (void)fputs("&gt;", stdout); break;
        case '"': (void)fputs("&quot;", stdout); break;
        default: (void)putchar(*at); break;
        }
    }
}

static void print_attribute(struct run *run, const char *name, const char *value)
{
    (void)printf(" %s=\"", name);
    print_xml(run, value);
    (void)putchar('"');
}

/* Whether the finding is one that makes the exit status 1. */
static bool fails(const struct run *run, const corm_finding *finding)
{
    return finding->severity == CORM_ERROR || (finding->severity == CORM_WARNING && args_flag(run->args, "strict"));
}

static void print_text(struct run *run, const corm_finding *finding)
{
    if (finding->place.file != NULL) {
        print_xml(run, finding->place.file);
        (void)printf(":%u:%u: ", finding->place.line, finding->place.column);
    }
    if (finding_subject(finding) != NULL) {
        print_xml(run, finding_subject(finding));
        (void)fputs(": ", stdout);
    }
    print_xml(run, finding->message);
    if (finding->hint != NULL) {
        (void)fputs("\nhint: ", stdout);
        print_xml(run, finding->hint);
    }
}

static void print_case(struct run *run, const corm_finding *finding)
{
    static const char *const severities[] = {"hint", "warning", "error"};
    const corm_place *place = &finding->place;
    char name[160];
    (void)snprintf(name, sizeof name, "%s %s", finding->code, finding->rule);
    (void)fputs("    <testcase", stdout);
    print_attribute(run, "name", name);
    print_attribute(run, "classname", place->file == NULL ? "project" : place->file);
    if (place->file != NULL) {
        print_attribute(run, "file", place->file);
        (void)printf(" line=\"%u\"", place->line);
    }
    if (fails(run, finding)) {
        (void)fputs(">\n      <failure", stdout);
        print_attribute(run, "type", severities[finding->severity]);
        print_attribute(run, "message", finding->message);
        (void)putchar('>');
    } else {
        (void)printf(">\n      <system-out>%s: ", severities[finding->severity]);
    }
    print_text(run, finding);
    (void)printf("</%s>\n    </testcase>\n", fails(run, finding) ? "failure" : "system-out");
}

void format_junit(struct run *run, const corm_findings *findings)
{
    size_t cases = findings->len == 0 ? 1 : findings->len, failures = 0;
    for (size_t i = 0; i < findings->len; i++) {
        failures += fails(run, &findings->at[i]) ? 1 : 0;
    }
    (void)printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<testsuites name=\"" PROGRAM "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n"
                 "  <testsuite name=\"lint\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n",
        cases,
        failures,
        cases,
        failures);
    for (size_t i = 0; i < findings->len; i++) {
        print_case(run, &findings->at[i]);
    }
    if (findings->len == 0) {
        (void)fputs("    <testcase name=\"no findings\" classname=\"project\"/>\n", stdout);
    }
    (void)fputs("  </testsuite>\n</testsuites>\n", stdout);
}
