/* Files and history side by side. */
#include "base/text.h"
#include "migrate/run.h"

#include <string.h>

const char *const migration_state_names[] = {
    [STATE_APPLIED] = "applied",
    [STATE_PENDING] = "pending",
    [STATE_EDITED] = "edited",
    [STATE_MISSING] = "missing",
    [STATE_OUT_OF_ORDER] = "out_of_order",
    [STATE_PARTIAL] = "partial",
};

/* A file that failed at its only statement may have been corrected since: that is no edit of what was applied. */
static enum migration_state state_of_both(const struct migration *migration, const struct applied *row)
{
    if (row->statements_done < row->statements_total) {
        return STATE_PARTIAL;
    }
    bool same = text_same(migration->checksum, row->checksum) && text_same(migration->slug, row->name);
    return same && !migration->edited ? STATE_APPLIED : STATE_EDITED;
}

/* Of a file that runs in no transaction the history tells which of its two statements was begun. */
static bool is_undoing(const struct migration *migration, const struct applied *row)
{
    return row->statements_done < row->statements_total && row->statement != NULL && migration->down != NULL &&
           strstr(migration->down, row->statement) != NULL;
}

static struct migration_status of_row(const struct applied *row)
{
    return (struct migration_status){
        .version = row->version,
        .name = row->name,
        .group = row->version,
        .applied_at = row->applied_at,
        .state = STATE_MISSING,
    };
}

static struct migration_status of_file(
    const struct migration *migration, const struct applied *row, const char *last_applied)
{
    struct migration_status status = {
        .version = migration->version,
        .name = migration->slug,
        .group = migration->group,
        .migration = migration,
    };
    if (row != NULL) {
        status.applied_at = row->applied_at;
        status.state = state_of_both(migration, row);
        status.undoing = is_undoing(migration, row);
    } else {
        bool late = last_applied != NULL && strcmp(migration->version, last_applied) < 0;
        status.state = late ? STATE_OUT_OF_ORDER : STATE_PENDING;
    }
    return status;
}

struct migration_statuses migration_compare(
    struct arena *arena, const struct folder *folder, const struct applied_list *applied)
{
    struct migration_statuses statuses = {0};
    const struct migrations *files = &folder->migrations;
    const char *last = applied->len == 0 ? NULL : applied->at[applied->len - 1].version;
    size_t file = 0, row = 0;
    while (file < files->len || row < applied->len) {
        int order = file == files->len    ? 1
                    : row == applied->len ? -1
                                          : strcmp(files->at[file]->version, applied->at[row].version);
        if (order > 0) {
            *PUSH(arena, &statuses) = of_row(&applied->at[row++]);
        } else {
            const struct applied *both = order == 0 ? &applied->at[row++] : NULL;
            *PUSH(arena, &statuses) = of_file(files->at[file++], both, last);
        }
    }
    return statuses;
}
