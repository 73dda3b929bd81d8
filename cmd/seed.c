#include "out.h"

const struct option_spec seed_options[] = {
    {"clean", 0, OPTION_FLAG, NULL, "delete the rows of the sets' tables first", NULL},
    {"upsert", 0, OPTION_LATER, NULL, NULL, NULL},
    {"sync", 0, OPTION_LATER, NULL, NULL, NULL},
    {"status", 0, OPTION_LATER, NULL, NULL, NULL},
    {"bulk", 0, OPTION_LATER, NULL, NULL, NULL},
    {"force",
        0,
        OPTION_FLAG,
        NULL,
        "load sets that are unchanged, too; with --clean: delete rows that others made",
        NULL},
    {"dry-run", 'n', OPTION_FLAG, NULL, "load, tell, and roll back", NULL},
    {"now", 0, OPTION_TEXT, "TIME", "what !now and !ago count from", NULL},
    {"confirm", 0, OPTION_TEXT, "NAME", "repeats the name of a protected database", NULL},
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static void print_json(struct run *run, const corm_seed_report *report)
{
    json_t *document = out_document(), *files = json_array(), *tables = json_array();
    json_object_set_new(document, "engine", json_text(run, report->engine));
    json_object_set_new(document, "database", json_text(run, report->database));
    json_object_set_new(document, "dry_run", json_boolean(report->dry_run));
    for (size_t i = 0; i < report->files_len; i++) {
        const corm_seeded *file = &report->files[i];
        json_array_append_new(files,
            json_pack("{s:o, s:b, s:I}",
                "file",
                json_text(run, file->file),
                "skipped",
                file->skipped,
                "rows",
                (json_int_t)file->rows));
    }
    for (size_t i = 0; i < report->tables_len; i++) {
        json_array_append_new(tables,
            json_pack("{s:o, s:I}",
                "table",
                json_text(run, report->tables[i].table),
                "rows",
                (json_int_t)report->tables[i].rows));
    }
    json_object_set_new(document, "files", files);
    json_object_set_new(document, "tables", tables);
    out_json(document);
}

static void print_text(struct run *run, const corm_seed_report *report)
{
    for (size_t i = 0; i < report->files_len; i++) {
        const corm_seeded *file = &report->files[i];
        if (file->skipped) {
            printf("skipped  %s  (unchanged since it was loaded)\n", out_safe(run, file->file));
        } else {
            out_coloured(stdout, GREEN, "%s", report->dry_run ? "would load" : "loaded  ");
            printf(" %s  (%s)\n", out_safe(run, file->file), out_count(run, file->rows, "row"));
        }
    }
    for (size_t i = 0; i < report->tables_len && !run->quiet; i++) {
        printf("  %6zu  %s\n", report->tables[i].rows, out_safe(run, report->tables[i].table));
    }
    if (report->files_len == 0) {
        printf("nothing to do: there are no fixtures\n");
    }
}

int cmd_seed(struct run *run)
{
    const corm_seed_report *report;
    corm_seed_options options = {
        .sets = run->args->rest_len == 0 ? NULL : (const char *const *)run->args->rest,
        .clean = args_flag(run->args, "clean"),
        .dry_run = args_flag(run->args, "dry-run"),
        .force = args_flag(run->args, "force"),
        .confirm = args_text(run->args, "confirm"),
        .now = args_text(run->args, "now"),
    };
    corm_status status = corm_seed(run->session, &run->target, &options, &report);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    if (run->json) {
        print_json(run, report);
    } else {
        print_text(run, report);
    }
    return CORM_OK;
}
