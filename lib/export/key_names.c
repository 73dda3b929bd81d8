/* Names of constraints and indexes: those that the naming convention gives by itself are not written.  SQLAlchemy would
 * shorten a long one in another way than we do, so that a name which was cut is written. */
#include "base/text.h"
#include "export/exporter.h"

#include <string.h>

bool export_names_by_template(const struct exporter *exporter, enum naming kind)
{
    const struct naming_def *naming = &exporter->model->naming;
    const char *template = naming_template(naming, kind);
    return template == NULL || (!naming_renames(naming, kind) && strstr(template, "%(referred_column_") == NULL);
}

bool key_name_comes(
    const struct exporter *exporter, enum naming kind, const struct naming_parts *parts, const char *wanted)
{
    const struct naming_def *naming = &exporter->model->naming;
    if (!export_names_by_template(exporter, kind)) {
        return wanted == NULL;
    }
    return text_same(expand_name(exporter->arena, naming, kind, parts), wanted);
}

static bool comes_at(const struct table_case *c, enum naming kind, const char *column, const char *wanted)
{
    struct naming_parts parts = {.table = c->def->name.text};
    *PUSH(c->exporter->arena, &parts.columns) = column;
    return key_name_comes(c->exporter, kind, &parts, wanted);
}

const struct unique *export_flag_unique(
    const struct table_case *c, const struct table *table, const struct column_def *def)
{
    for (size_t i = 0; i < table->uniques.len && def->unique == YES && def->index != YES; i++) {
        const struct unique *unique = table->uniques.at[i];
        bool plain = unique->columns.len == 1 && !unique->nulls_not_distinct && !unique->deferrable;
        if (plain && text_same(unique->columns.at[0], def->name.text) &&
            comes_at(c, NAMING_UQ, def->name.text, unique->name)) {
            return unique;
        }
    }
    return NULL;
}

static bool is_plain(const struct index *index)
{
    const struct index_part *part = &index->parts.at[0];
    return index->parts.len == 1 && part->column != NULL && index->where_sql == NULL && index->method == NULL &&
           index->include.len + index->with.len == 0 && !part->descending && part->nulls == NULL &&
           part->collation == NULL && part->opclass == NULL;
}

const struct index *export_flag_index(
    const struct table_case *c, const struct table *table, const struct column_def *def)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table->indexes.at[i];
        bool asked = def->index == YES ? index->unique == (def->unique == YES) : index->why != NULL;
        if (asked && is_plain(index) && text_same(index->parts.at[0].column, def->name.text) &&
            comes_at(c, NAMING_IX, def->name.text, index->name)) {
            return index;
        }
    }
    return NULL;
}
