/* Which version of PostgreSQL brought what a statement says.  Nothing is said of what every version since 12 has, nor
 * of functions that the model's expressions call: they may be its own. */
#include "base/text.h"
#include "plan/postgresql/types.h"
#include "plan/postgresql/work.h"

#include <string.h>

struct newer {
    const char *name;
    int major;
};

static int later(int a, int b)
{
    return a > b ? a : b;
}

static int settings_version(const struct strings *settings)
{
    static const struct newer keys[] = {{"deduplicate_items", 13},
        {"autovacuum_vacuum_insert_threshold", 13},
        {"autovacuum_vacuum_insert_scale_factor", 13},
        {"autovacuum_vacuum_max_threshold", 18},
        {"vacuum_max_eager_freeze_failure_rate", 18}};
    int major = 0;
    for (size_t i = 0; i < settings->len; i++) {
        const char *key = text_starts(settings->at[i], "toast.") ? settings->at[i] + strlen("toast.") : settings->at[i];
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            size_t len = strlen(keys[k].name);
            bool same = strncmp(key, keys[k].name, len) == 0 && (key[len] == '=' || key[len] == '\0');
            major = later(major, same ? keys[k].major : 0);
        }
    }
    return major;
}

static int type_version(const char *type)
{
    static const struct newer types[] = {{"int4multirange", 14},
        {"int8multirange", 14},
        {"nummultirange", 14},
        {"tsmultirange", 14},
        {"tstzmultirange", 14},
        {"datemultirange", 14},
        {"xid8", 13},
        {"pg_snapshot", 13},
        {"regcollation", 13}};
    size_t len = strcspn(type, "[");
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strlen(types[i].name) == len && strncmp(types[i].name, type, len) == 0) {
            return types[i].major;
        }
    }
    return 0;
}

static int column_version(const struct column *column)
{
    bool computed = column->generated_sql != NULL && !column->generated_stored;
    return later(type_version(column->type), computed ? 18 : 0);
}

static int index_version(const struct index *index)
{
    int major = later(settings_version(&index->with), index->nulls_not_distinct ? 15 : 0);
    if (index->include.len != 0 && text_same(index->method, "spgist")) {
        major = later(major, 14);
    }
    for (size_t i = 0; i < index->parts.len; i++) {
        const char *opclass = index->parts.at[i].opclass;
        bool newer = opclass != NULL && text_same(index->method, "brin") &&
                     (strstr(opclass, "_minmax_multi_ops") != NULL || strstr(opclass, "_bloom_ops") != NULL);
        bool tuned = opclass != NULL && strchr(opclass, '(') != NULL;
        major = later(major, newer ? 14 : tuned ? 13 : 0);
    }
    return major;
}

int pg_part_version(enum part part, union part_ref ref)
{
    switch (part) {
    case PART_COLUMN: return column_version(ref.column);
    case PART_UNIQUE: return ref.unique->nulls_not_distinct ? 15 : 0;
    case PART_INDEX: return index_version(ref.index);
    case PART_FOREIGN_KEY: return ref.foreign_key->set_columns.len != 0 ? 15 : 0;
    case PART_PRIMARY_KEY:
    case PART_CHECK: break;
    }
    return 0;
}

int pg_table_version(const struct table *table)
{
    int major = settings_version(&table->with);
    for (size_t i = 0; i < table->columns.len; i++) {
        major = later(major, column_version(table->columns.at[i]));
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        major = later(major, table->uniques.at[i]->nulls_not_distinct ? 15 : 0);
    }
    return major;
}
