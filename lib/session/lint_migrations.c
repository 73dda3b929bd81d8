#include "base/text.h"
#include "migrate/folder.h"
#include "session/lint.h"

static struct span whole_file(struct diags *diags, const char *path, const char *text, size_t len)
{
    return (struct span){.file = diags_add_source(diags, path, text, len)};
}

static void lint_one(struct diags *diags, const struct migration *migration)
{
    struct span up = whole_file(diags, migration->up_path, migration->up, migration->up_len);
    if (!migration->sealed) {
        struct report *report = diag_report(diags, RULE_MIG002, up, migration->version, "%s", migration->seal_problem);
        diag_hint(report, "if the edit is meant, run `corm-migrate hash`; if not, take the file back from git");
    }
    if (migration->down_path == NULL) {
        struct report *report = diag_report(
            diags, RULE_MIG005, up, migration->version, "migration %s cannot be undone", migration->version);
        diag_hint(report, "write the way back in %s_%s.down.sql", migration->version, migration->slug);
    } else {
        (void)whole_file(diags, migration->down_path, migration->down, migration->down_len);
    }
}

void lint_migrations(struct arena *arena, struct diags *diags, const char *path, const char *engine)
{
    struct folder *folder;
    corm_failure failure;
    struct span at = {0};
    bool stale;
    corm_status status = folder_read(arena, path, engine, &folder, &failure);
    if (status == CORM_OK) {
        status = folder_lock_is_stale(folder, &stale, &failure);
    }
    if (status != CORM_OK) {
        struct report *report = diag_report(diags, RULE_MIG001, at, path, "%s", failure.message);
        if (failure.hint[0] != '\0') {
            diag_hint(report, "%s", failure.hint);
        }
        return;
    }
    for (size_t i = 0; i < folder->migrations.len; i++) {
        lint_one(diags, folder->migrations.at[i]);
    }
    for (size_t i = 0; i < folder->missing.len; i++) {
        struct report *report = diag_report(diags,
            RULE_MIG003,
            at,
            folder->missing.at[i],
            "%s/%s is in corm.sum and not in the folder",
            path,
            folder->missing.at[i]);
        diag_hint(report, "take the file back from git; if it is meant to be gone, run `corm-migrate hash`");
    }
    if (stale) {
        struct report *report =
            diag_report(diags, RULE_MIG004, at, path, "%s/schema.lock does not belong to corm.sum as it stands", path);
        diag_hint(report, "run `corm-migrate hash`, which replays the files and writes it anew");
    }
}
