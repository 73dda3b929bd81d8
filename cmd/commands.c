/* The command table; keep it in alphabetical order. */
#include "main.h"

#include <string.h>

const struct command commands[] = {
    {"diff",
        cmd_diff,
        NULL,
        "what differs between the model and the database",
        "Compares the model with the live database and shows the difference as a tree and as SQL.\n"
        "Things in the database that neither the model nor schema.lock knows are unmanaged: listed and kept.",
        "corm-migrate diff --url sqlite:clinic.db --check",
        diff_options,
        0,
        false,
        false},
    {"down",
        cmd_down,
        NULL,
        "undo migrations",
        "Undoes the last group of migrations, or --steps N groups, or everything --to a version (which stays), or "
        "--all.\n"
        "A protected database wants its name repeated with --confirm.",
        "corm-migrate down --steps 2",
        down_options,
        0,
        false,
        false},
    {"explain",
        cmd_explain,
        "[OBJECT]",
        "what a relationship, table or column comes to, and why",
        "Shows what every relationship was resolved to (direction, join, columns, reverse side) and what was derived:\n"
        "foreign-key indexes, ON DELETE actions, types. OBJECT is Model, Model.relationship, Model.attribute, table "
        "or\n"
        "table.column.\n"
        "With --url or --env also how the database differs in it, live and model side by side.",
        "corm-migrate explain User.posts",
        explain_options,
        1,
        false,
        false},
    {"export",
        cmd_export,
        "FORMAT [LANGUAGE]",
        "the model as Python classes; the language as JSON Schema",
        "Prints the model as SQLAlchemy's declarative classes (sqlalchemy), or as those of Flask-SQLAlchemy\n"
        "(flask-sqlalchemy). What create_all() makes of them is what the model's migrations make.\n"
        "json-schema prints the schema by which editors complete and check YAML: of model files, or with a second "
        "word\n"
        "of config (corm.yaml) or fixtures. It needs no project.",
        "corm-migrate export sqlalchemy > models.py",
        export_options,
        2,
        false,
        true},
    {"generate",
        cmd_generate,
        "NAME",
        "write the next migration",
        "Compares the model with the database (or with schema.lock: --offline), plans the way up and the way back, "
        "proves\n"
        "both on a scratch database and writes them as the next versioned migration.",
        "corm-migrate generate add_posts",
        generate_options,
        1,
        false,
        false},
    {"hash",
        cmd_hash,
        NULL,
        "seal migration files again after edits by hand",
        "Replays the files on a scratch database, seals them in corm.sum and writes schema.lock anew. Files that the\n"
        "database has applied cannot be changed any more.",
        "corm-migrate hash",
        hash_options,
        0,
        false,
        false},
    {"help",
        cmd_help,
        "[COMMAND]",
        "this page, or that of a command",
        "Shows how a command is used.",
        "corm-migrate help generate",
        NULL,
        1,
        true,
        true},
    {"import",
        cmd_import,
        "FROM MODULE...",
        "models of SQLAlchemy as a model of this program",
        "Imports Python modules that hold models of SQLAlchemy or Flask-SQLAlchemy, and prints them as a model. This "
        "runs\n"
        "the code of those modules. FROM is sqlalchemy; a MODULE is package.module, package.module:Base (or :db,\n"
        ":metadata, or :create_app, which is called) or the path of a .py file. What could not be taken over is told "
        "on\n"
        "standard error.",
        "corm-migrate import sqlalchemy app.models > model.yaml",
        import_options,
        1000000,
        true,
        true},
    {"lint",
        cmd_lint,
        "[PATH...]",
        "check models, migrations and fixtures, with no database",
        "Checks the project (or just the files named) and says what is wrong, where, and what to write instead. Opens "
        "no\n"
        "database and no network connection.",
        "corm-migrate lint --strict",
        lint_options,
        1000000,
        false,
        true},
    {"redo",
        cmd_redo,
        NULL,
        "down and up of the last group",
        "Undoes the last group of migrations and applies it again.",
        "corm-migrate redo",
        redo_options,
        0,
        false,
        false},
    {"reset",
        cmd_reset,
        NULL,
        "down of all, up of all, seed",
        "Undoes all migrations, applies all, and loads the default fixtures.",
        "corm-migrate reset",
        reset_options,
        0,
        false,
        false},
    {"seed",
        cmd_seed,
        "[SET...]",
        "load sample rows from fixtures",
        "Loads fixtures in one transaction. A SET is a file's stem or a folder's name; without one, all files directly "
        "in\n"
        "the fixtures folder and in the folder named as the environment. A set that is unchanged is skipped.",
        "corm-migrate seed demo",
        seed_options,
        1000000,
        false,
        false},
    {"status",
        cmd_status,
        NULL,
        "which migrations are applied",
        "Lists migrations as applied, pending, edited, missing, out of order or partial.",
        "corm-migrate status --check",
        status_options,
        0,
        false,
        false},
    {"up",
        cmd_up,
        NULL,
        "apply pending migrations",
        "Applies pending migrations, each in one transaction with its history row. Safe to run from several places at "
        "once.",
        "corm-migrate up",
        up_options,
        0,
        false,
        false},
    {"version",
        cmd_version,
        NULL,
        "the version of this program",
        "Shows the version.",
        "corm-migrate version",
        NULL,
        0,
        true,
        true},
};
const size_t commands_len = sizeof commands / sizeof *commands;

const struct option_spec global_options[] = {
    {"config", 0, OPTION_TEXT, "FILE", "the corm.yaml to use", NULL},
    {"directory", 'C', OPTION_TEXT, "DIR", "go there first", NULL},
    {"quiet", 'q', OPTION_FLAG, NULL, "only results", NULL},
    {"verbose", 'v', OPTION_FLAG, NULL, "more about what is done", NULL},
    {"color", 0, OPTION_TEXT, "WHEN", "auto, always or never", "auto|always|never"},
    {"help", 'h', OPTION_FLAG, NULL, "how to use it", NULL},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

const struct option_spec database_options[] = {
    {"url", 0, OPTION_TEXT, "URL", "the database, as in sqlite:clinic.db", NULL},
    {"env", 0, OPTION_TEXT, "NAME", "the environment of corm.yaml", NULL},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

/* Commands of the contract that this version does not have. */
static const char *const later[] = {
    "init", "verify", "baseline", "repair", "rebase", "squash", "inspect", "dump", "protect", "graph", "completion"};

static bool is_later(const char *name)
{
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (strcmp(later[i], name) == 0) {
            return true;
        }
    }
    return false;
}

const struct command *find_command(const char *name)
{
    const char *names[sizeof commands / sizeof *commands];
    for (size_t i = 0; i < commands_len; i++) {
        names[i] = commands[i].name;
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    if (is_later(name)) {
        (void)fprintf(stderr, PROGRAM ": error: %s is not in this version (%s)\n", name, corm_version());
        return NULL;
    }
    (void)fprintf(stderr, PROGRAM ": error: there is no command \"%.60s\"\n", name);
    const char *nearest = args_nearest(name, names, commands_len);
    if (nearest != NULL) {
        (void)fprintf(stderr, "  hint: did you mean %s?\n", nearest);
    } else {
        (void)fprintf(stderr, "  hint: " PROGRAM " help lists them\n");
    }
    return NULL;
}
