/* Which rules are looked for. */
#include "base/text.h"
#include "diag/diag.h"

static bool names_code(const struct strings *list, const char *code)
{
    for (size_t i = 0; i < list->len; i++) {
        if (diag_names_code(list->at[i], code)) {
            return true;
        }
    }
    return false;
}

bool filter_selects(const struct diag_filter *filter, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    bool selected = filter->select.len == 0 ? (info->traits & RULE_OFF) == 0 : names_code(&filter->select, info->code);
    return selected && !names_code(&filter->ignore, info->code);
}

/* The rules that are asked when the model has been read and found good are those of schemas, fixtures, migrations. */
bool diag_looks_at(const struct diag_filter *filter, enum rule rule)
{
    static const char *const later[] = {"MOD1", "MOD2", "FIX", "MIG"};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (filter->looked != LOOKED_AT_PROJECT && text_starts(rule_info(rule)->code, later[i])) {
            return false;
        }
    }
    return filter->looked != LOOKED_AT_SOME && filter_selects(filter, rule);
}
