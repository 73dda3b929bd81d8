/* How many findings there are of each rule, the most frequent first. */
#include "lint_formats.h"

#include <stdlib.h>
#include <string.h>

struct tally {
    const char *code, *rule;
    size_t count;
};

static int by_code(const void *left, const void *right)
{
    return strcmp(((const struct tally *)left)->code, ((const struct tally *)right)->code);
}

static int by_count(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count ? 1 : -1) : strcmp(a->code, b->code);
}

/* To be freed. */
static struct tally *tally_findings(const corm_findings *findings, size_t *ret_len)
{
    struct tally *list = calloc(findings->len + 1, sizeof *list);
    size_t len = 0;
    if (list == NULL) {
        abort();
    }
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        list[i] = (struct tally){finding->code, finding->rule, 1};
    }
    qsort(list, findings->len, sizeof *list, by_code);
    for (size_t i = 0; i < findings->len; i++) {
        if (len != 0 && strcmp(list[len - 1].code, list[i].code) == 0) {
            list[len - 1].count++;
        } else {
            list[len++] = list[i];
        }
    }
    qsort(list, len, sizeof *list, by_count);
    *ret_len = len;
    return list;
}

void print_statistics(const corm_findings *findings)
{
    size_t len;
    struct tally *list = tally_findings(findings, &len);
    if (len == 0) {
        printf("no findings\n");
    }
    for (size_t i = 0; i < len; i++) {
        printf("%6zu %s %s\n", list[i].count, list[i].code, list[i].rule);
    }
    free(list);
}

json_t *json_statistics(const corm_findings *findings)
{
    size_t len;
    struct tally *list = tally_findings(findings, &len);
    json_t *array = json_array();
    for (size_t i = 0; i < len; i++) {
        json_array_append_new(array,
            json_pack("{s:s,s:s,s:I}", "code", list[i].code, "rule", list[i].rule, "count", (json_int_t)list[i].count));
    }
    free(list);
    return array;
}
