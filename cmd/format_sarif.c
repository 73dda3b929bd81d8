#include "lint_formats.h"

#include <stdlib.h>
#include <string.h>

static const char *const levels[] = {"note", "warning", "error"};

static json_t *message_of(struct run *run, const char *text)
{
    return json_pack("{s:o}", "text", json_text(run, text));
}

/* A path as an URI, or the reference of one: what is neither a letter, a digit nor one of these is written %XX. */
static json_t *json_uri(const char *path)
{
    char uri[4096 * 3 + 1] = "file://";
    size_t len = path[0] == '/' ? strlen(uri) : 0;
    path += strncmp(path, "./", 2) == 0 ? 2 : 0;
    for (; *path != '\0' && len + 4 < sizeof uri; path++) {
        bool plain = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/", *path) != NULL;
        len += (size_t)snprintf(uri + len, 4, plain ? "%c" : "%%%02X", (unsigned)(unsigned char)*path);
    }
    uri[len] = '\0';
    return json_string(uri);
}

static json_t *artifact_of(const char *file)
{
    json_t *artifact = json_pack("{s:o}", "uri", json_uri(file));
    if (file[0] != '/') {
        json_object_set_new(artifact, "uriBaseId", json_string("SRCROOT"));
    }
    return artifact;
}

static json_t *region_of(const corm_place *place)
{
    return json_pack("{s:i,s:i,s:i,s:i}",
        "startLine",
        (int)place->line,
        "startColumn",
        (int)place->column,
        "endLine",
        (int)place->end_line,
        "endColumn",
        (int)place->end_column);
}

static json_t *location_of(struct run *run, const corm_place *place, const char *message)
{
    json_t *location = json_pack(
        "{s:{s:o,s:o}}", "physicalLocation", "artifactLocation", artifact_of(place->file), "region", region_of(place));
    if (message != NULL) {
        json_object_set_new(location, "message", message_of(run, message));
    }
    return location;
}

/* The first letter a capital and a full stop at the end, as viewers expect of descriptions. */
static json_t *sentence_of(struct run *run, const char *text)
{
    char sentence[512];
    (void)snprintf(sentence, sizeof sentence, "%s.", text);
    if (sentence[0] >= 'a' && sentence[0] <= 'z') {
        sentence[0] = (char)(sentence[0] - 'a' + 'A');
    }
    return message_of(run, sentence);
}

static json_t *rule_of(struct run *run, const corm_finding *finding)
{
    const corm_rule *rule = corm_find_rule(run->session, finding->code);
    json_t *object = json_pack("{s:s,s:s,s:o,s:{s:s}}",
        "id",
        rule->code,
        "name",
        rule->name,
        "shortDescription",
        sentence_of(run, rule->summary),
        "defaultConfiguration",
        "level",
        levels[rule->severity]);
    if (rule->page != NULL) {
        json_t *page = json_text(run, rule->page);
        json_object_set_new(object, "help", json_pack("{s:O,s:o}", "text", page, "markdown", page));
    }
    if (rule->page != NULL && corm_homepage() != NULL) {
        json_t *uri = json_sprintf("%s/docs/rules/%s.md", corm_homepage(), rule->code);
        json_object_set_new(object, "helpUri", uri);
    }
    return object;
}

/* The index of the finding's rule in the list, which gets it where it is new. */
static size_t rule_index(struct run *run, json_t *rules, const corm_finding *finding)
{
    size_t i;
    json_t *rule;
    json_array_foreach(rules, i, rule)
    {
        if (strcmp(json_string_value(json_object_get(rule, "id")), finding->code) == 0) {
            return i;
        }
    }
    json_array_append_new(rules, rule_of(run, finding));
    return json_array_size(rules) - 1;
}

static json_t *text_of(struct run *run, const corm_finding *finding)
{
    const char *subject = finding_subject(finding), *object = subject == NULL ? "" : subject,
               *hint = finding->hint == NULL ? "" : finding->hint;
    size_t size = strlen(object) + strlen(finding->message) + strlen(hint) + 16;
    char *text = malloc(size);
    if (text == NULL) {
        abort();
    }
    (void)snprintf(text,
        size,
        "%s%s%s%s%s",
        object,
        object[0] == '\0' ? "" : ": ",
        finding->message,
        hint[0] == '\0' ? "" : "\nhint: ",
        hint);
    json_t *message = message_of(run, text);
    free(text);
    return message;
}

static json_t *related_of(struct run *run, const corm_finding *finding)
{
    json_t *related = json_array();
    for (size_t i = 0; i < finding->related_len; i++) {
        if (finding->related[i].place.file != NULL) {
            json_array_append_new(related, location_of(run, &finding->related[i].place, finding->related[i].message));
        }
    }
    return related;
}

/* The edits of one file; those of another begin a change of their own. */
static json_t *changes_of(struct run *run, const corm_finding *finding)
{
    json_t *changes = json_array(), *replacements = NULL;
    for (size_t i = 0; i < finding->edits_len; i++) {
        const corm_edit *edit = &finding->edits[i];
        if (i == 0 || strcmp(edit->place.file, finding->edits[i - 1].place.file) != 0) {
            replacements = json_array();
            json_array_append_new(changes,
                json_pack(
                    "{s:o,s:o}", "artifactLocation", artifact_of(edit->place.file), "replacements", replacements));
        }
        json_array_append_new(replacements,
            json_pack(
                "{s:o,s:o}", "deletedRegion", region_of(&edit->place), "insertedContent", message_of(run, edit->text)));
    }
    return changes;
}

static json_t *fixes_of(struct run *run, const corm_finding *finding)
{
    return json_pack("[{s:o,s:o,s:{s:s}}]",
        "description",
        message_of(run, finding->hint == NULL ? finding->message : finding->hint),
        "artifactChanges",
        changes_of(run, finding),
        "properties",
        "fix",
        finding->fix);
}

/* What keeps a finding from being told; an empty list says that nothing does. */
static json_t *suppressions_of(struct run *run, const corm_finding *finding)
{
    if (finding->hidden == NULL) {
        return json_array();
    }
    json_t *suppression = json_pack("{s:s}", "kind", strcmp(finding->hidden, "comment") == 0 ? "inSource" : "external");
    if (finding->reason != NULL) {
        json_object_set_new(suppression, "justification", json_text(run, finding->reason));
    }
    return json_pack("[o]", suppression);
}

static json_t *result_of(struct run *run, json_t *rules, const corm_finding *finding)
{
    json_t *result = json_pack("{s:s,s:I,s:s,s:o,s:o}",
        "ruleId",
        finding->code,
        "ruleIndex",
        (json_int_t)rule_index(run, rules, finding),
        "level",
        levels[finding->severity],
        "message",
        text_of(run, finding),
        "suppressions",
        suppressions_of(run, finding));
    if (finding->place.file != NULL) {
        json_object_set_new(result, "locations", json_pack("[o]", location_of(run, &finding->place, NULL)));
    }
    json_t *related = related_of(run, finding);
    if (json_array_size(related) != 0) {
        json_object_set(result, "relatedLocations", related);
    }
    json_decref(related);
    if (finding->edits_len != 0) {
        json_object_set_new(result, "fixes", fixes_of(run, finding));
    }
    if (corm_get_baseline(run->session)->file != NULL) {
        bool known = finding->hidden != NULL && strcmp(finding->hidden, "baseline") == 0;
        json_object_set_new(result, "baselineState", json_string(known ? "unchanged" : "new"));
    }
    return result;
}

void format_sarif(struct run *run, const corm_findings *findings)
{
    json_t *rules = json_array(), *results = json_array();
    for (size_t i = 0; i < findings->len; i++) {
        json_array_append_new(results, result_of(run, rules, &findings->at[i]));
    }
    for (size_t i = 0; i < findings->hidden_len; i++) {
        json_array_append_new(results, result_of(run, rules, &findings->hidden[i]));
    }
    json_t *driver = json_pack("{s:s,s:s,s:o}", "name", PROGRAM, "version", corm_version(), "rules", rules);
    if (corm_homepage() != NULL) {
        json_object_set_new(driver, "informationUri", json_string(corm_homepage()));
    }
    json_t *base = json_pack("{s:{s:{s:s}}}", "SRCROOT", "description", "text", "The folder in which lint was run.");
    out_json(json_pack("{s:s,s:s,s:[{s:{s:o},s:s,s:o,s:o}]}",
        "$schema",
        "https://json.schemastore.org/sarif-2.1.0.json",
        "version",
        "2.1.0",
        "runs",
        "tool",
        "driver",
        driver,
        "columnKind",
        "unicodeCodePoints",
        "originalUriBaseIds",
        base,
        "results",
        results));
}
