#include "lint_formats.h"

#include <limits.h>
#include <string.h>

const struct option_spec lint_options[] = {
    {"select", 0, OPTION_LIST, "CODES", "only these rules: codes, beginnings of codes, or ALL", NULL},
    {"ignore", 0, OPTION_LIST, "CODES", "not these rules", NULL},
    {"strict", 0, OPTION_FLAG, NULL, "warnings make the exit status 1 too", NULL},
    {"fix", 0, OPTION_FLAG, NULL, "make the safe fixes in the files, keeping comments and layout", NULL},
    {"unsafe", 0, OPTION_FLAG, NULL, "with --fix or --diff: the proposed fixes too, where they are mechanical", NULL},
    {"diff", 0, OPTION_FLAG, NULL, "show what --fix would change, and write nothing", NULL},
    {"baseline",
        0,
        OPTION_FILE,
        "[FILE]",
        "leave out what FILE knows: write it where it is not there, else take out what is gone",
        ".json"},
    {"no-baseline", 0, OPTION_FLAG, NULL, "tell what the baseline of corm.yaml leaves out, too", NULL},
    {"sqlalchemy", 0, OPTION_TEXT, "VERSION", "judge as 1.4 or 2.0 does", "1.4|2.0"},
    {"statistics", 0, OPTION_FLAG, NULL, "count the findings of each rule", NULL},
    {"explain", 0, OPTION_TEXT, "CODE", "say what a rule is about", NULL},
    {"max", 0, OPTION_NUMBER, "N", "show at most N findings as text (200; 0 for all)", NULL},
    {"format", 0, OPTION_TEXT, "FORMAT", "text, json, sarif, github or junit", "text|json|sarif|github|junit"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static int explain_rule(struct run *run, const char *code)
{
    static const char *const severities[] = {"hint", "warning", "error"};
    const corm_rule *rule = corm_find_rule(run->session, code);
    if (rule == NULL) {
        const char *nearest = corm_nearest_rule(run->session, code);
        (void)fprintf(stderr, PROGRAM ": error: no rule has the code %s\n", out_safe(run, code));
        if (nearest != NULL) {
            (void)fprintf(stderr, "  hint: did you mean %s?\n", nearest);
        }
        return CORM_USAGE;
    }
    if (run->json) {
        json_t *document = out_document();
        json_object_set_new(document, "code", json_text(run, rule->code));
        json_object_set_new(document, "rule", json_text(run, rule->name));
        json_object_set_new(document, "severity", json_text(run, severities[rule->severity]));
        json_object_set_new(document, "off_by_default", json_boolean(rule->off_by_default));
        json_object_set_new(document, "fix", json_text(run, rule->fix));
        json_object_set_new(document, "summary", json_text(run, rule->summary));
        json_object_set_new(document, "page", json_text(run, rule->page));
        out_json(document);
    } else if (rule->page != NULL) {
        out_page(rule->page);
    } else {
        printf("%s %s (%s)\n%s\n", rule->code, rule->name, severities[rule->severity], rule->summary);
    }
    return CORM_OK;
}

/* "fixed 3 findings in model.yaml (REL301, REL603)", then the files that had to change for them. */
static void print_fixed(struct run *run, FILE *out, const corm_fixes *fixes, const char *verb)
{
    for (size_t i = 0; i < fixes->files_len; i++) {
        const corm_fixed_file *file = &fixes->files[i];
        if (file->count != 0) {
            const char *count = out_count(run, file->count, "finding");
            (void)fprintf(out, "%s %s in %s (", verb, count, out_safe(run, file->path));
        }
        for (size_t k = 0; k < file->codes_len; k++) {
            (void)fprintf(out, "%s%s", file->codes[k].code, k + 1 == file->codes_len ? ")\n" : ", ");
        }
    }
    for (size_t i = 0; i < fixes->files_len; i++) {
        if (fixes->files[i].count == 0) {
            (void)fprintf(out, "%s %s along with that\n", verb, out_safe(run, fixes->files[i].path));
        }
    }
}

/* What another run with an option could still fix. */
static void print_fixable(struct run *run, const corm_fixes *fixes, bool fixing)
{
    bool unsafe = args_flag(run->args, "unsafe");
    if (!fixing && fixes->left_safe != 0) {
        printf("%zu may be fixed with --fix\n", fixes->left_safe);
    }
    if (!unsafe && fixes->left_more != 0) {
        printf("%zu more may be fixed with --fix --unsafe\n", fixes->left_more);
    }
}

/* Control characters are refused where YAML is read, so that a file's lines may be shown as they are. */
static void print_diff(struct run *run, const corm_fixes *fixes)
{
    for (size_t i = 0; i < fixes->files_len; i++) {
        (void)fputs(fixes->files[i].diff, stdout);
    }
    if (!run->quiet) {
        print_fixed(run, stderr, fixes, "would fix");
    }
}

static json_t *json_fixes(struct run *run, const corm_fixes *fixes)
{
    json_t *object = json_object(), *files = json_array();
    for (size_t i = 0; i < fixes->files_len; i++) {
        const corm_fixed_file *file = &fixes->files[i];
        json_t *entry = json_object(), *codes = json_object();
        for (size_t k = 0; k < file->codes_len; k++) {
            json_object_set_new(codes, file->codes[k].code, json_integer((json_int_t)file->codes[k].count));
        }
        json_object_set_new(entry, "file", json_text(run, file->path));
        json_object_set_new(entry, "count", json_integer((json_int_t)file->count));
        json_object_set_new(entry, "codes", codes);
        json_object_set_new(entry, "diff", json_text(run, file->diff));
        json_array_append_new(files, entry);
    }
    json_object_set_new(object, "count", json_integer((json_int_t)fixes->count));
    json_object_set_new(object, "files", files);
    json_object_set_new(object, "left_safe", json_integer((json_int_t)fixes->left_safe));
    json_object_set_new(object, "left_unsafe", json_integer((json_int_t)fixes->left_more));
    return object;
}

/* What was written, and what is left out. */
static void print_baseline(struct run *run, FILE *out, const corm_baseline *baseline)
{
    const char *file = out_safe(run, baseline->file);
    if (baseline->is_new) {
        (void)fprintf(out, "wrote %s, which holds %s\n", file, out_count(run, baseline->known, "finding"));
        if (!baseline->named) {
            (void)fputs("next: name it in corm.yaml, so that lint honours it: `lint: {baseline: FILE}`\n", out);
        }
        return;
    }
    if (baseline->gone != 0) {
        (void)fprintf(out, "took %s out of %s: gone\n", out_count(run, baseline->gone, "finding"), file);
    }
    if (baseline->known != 0 && !run->quiet) {
        (void)fprintf(out, "%s known already (%s)\n", out_count(run, baseline->known, "finding"), file);
    }
}

static void print_text(struct run *run, const corm_findings *findings)
{
    const corm_fixes *fixes = corm_get_fixes(run->session);
    bool fixing = args_flag(run->args, "fix"), statistics = args_flag(run->args, "statistics");
    if (args_flag(run->args, "diff")) {
        print_diff(run, fixes);
        return;
    }
    print_fixed(run, statistics ? stderr : stdout, fixes, "fixed");
    if (statistics) {
        print_statistics(findings);
        return;
    }
    unsigned most = args_text(run->args, "max") == NULL ? 200 : args_number(run->args, "max");
    out_findings(run, stdout, findings, most == 0 ? UINT_MAX : most);
    if (findings->len != 0) {
        out_summary(run, stdout, findings);
    } else if (!run->quiet && !corm_get_baseline(run->session)->is_new) {
        out_coloured(stdout, GREEN, "no findings\n");
    }
    print_fixable(run, fixes, fixing);
    print_baseline(run, stdout, corm_get_baseline(run->session));
}

static json_t *json_baseline(struct run *run, const corm_baseline *baseline)
{
    return json_pack("{s:o,s:I,s:I,s:b}",
        "file",
        json_text(run, baseline->file),
        "known",
        (json_int_t)baseline->known,
        "gone",
        (json_int_t)baseline->gone,
        "new",
        (int)baseline->is_new);
}

static void print_json(struct run *run, const corm_findings *findings)
{
    json_t *document = out_document(), *summary = json_object();
    json_object_set_new(document, "findings", json_findings(run, findings));
    json_object_set_new(summary, "errors", json_integer((json_int_t)findings->errors));
    json_object_set_new(summary, "warnings", json_integer((json_int_t)findings->warnings));
    json_object_set_new(summary, "hints", json_integer((json_int_t)findings->hints));
    json_object_set_new(document, "summary", summary);
    if (args_flag(run->args, "fix") || args_flag(run->args, "diff")) {
        json_object_set_new(document, "fixes", json_fixes(run, corm_get_fixes(run->session)));
    }
    if (corm_get_baseline(run->session)->file != NULL) {
        json_object_set_new(document, "baseline", json_baseline(run, corm_get_baseline(run->session)));
    }
    if (args_flag(run->args, "statistics")) {
        json_object_set_new(document, "statistics", json_statistics(findings));
    }
    out_json(document);
}

static void print_findings(struct run *run, const corm_findings *findings)
{
    static const struct {
        const char *name;
        void (*print)(struct run *run, const corm_findings *findings);
    } formats[] = {{"json", print_json}, {"sarif", format_sarif}, {"github", format_github}, {"junit", format_junit}};
    const char *format = args_text(run->args, "format");
    for (size_t i = 0; format != NULL && i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(format, formats[i].name) == 0) {
            formats[i].print(run, findings);
            return;
        }
    }
    print_text(run, findings);
}

static int refuse(const char *what, const char *hint)
{
    (void)fprintf(stderr, PROGRAM " lint: error: %s\n", what);
    if (hint != NULL) {
        (void)fprintf(stderr, "  hint: %s\n", hint);
    }
    return CORM_USAGE;
}

int cmd_lint(struct run *run)
{
    const corm_findings *findings;
    const char *explained = args_text(run->args, "explain");
    if (explained != NULL) {
        return explain_rule(run, explained);
    }
    corm_lint_options options = {
        .paths = run->args->rest_len == 0 ? NULL : (const char *const *)run->args->rest,
        .select = args_list(run->args, "select"),
        .ignore = args_list(run->args, "ignore"),
        .sqlalchemy = args_text(run->args, "sqlalchemy"),
        .strict = args_flag(run->args, "strict"),
        .fix = args_flag(run->args, "fix"),
        .unsafe = args_flag(run->args, "unsafe"),
        .diff = args_flag(run->args, "diff"),
        .edits = args_text(run->args, "format") != NULL && strcmp(args_text(run->args, "format"), "sarif") == 0,
        .baseline = args_flag(run->args, "baseline"),
        .baseline_file = args_text(run->args, "baseline"),
        .no_baseline = args_flag(run->args, "no-baseline"),
    };
    if (options.baseline && options.no_baseline) {
        return refuse("--baseline and --no-baseline exclude each other", NULL);
    }
    if (options.unsafe && !options.fix && !options.diff) {
        return refuse("--unsafe goes with --fix or --diff", "--diff --unsafe shows what would change");
    }
    corm_status status = corm_lint(run->session, &options, &findings);
    if (status != CORM_OK && status != CORM_FOUND) {
        return out_failure(run, status, NULL);
    }
    print_findings(run, findings);
    return (int)status;
}
