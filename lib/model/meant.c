#include "model/reader.h"

/* `key` takes the same value; NULL: `hint` says how the model has it. */
const struct meant meant_in_column[] = {
    {"pk", "primary_key", NULL},
    {"primary", "primary_key", NULL},
    {"null", "nullable", NULL},
    {"not_null", NULL, "write nullable: false"},
    {"notnull", NULL, "write nullable: false"},
    {"required", NULL, "write nullable: false; without it a column may be null"},
    {"optional", NULL, "a column may be null where nothing says nullable: false"},
    {"fk", "foreign_key", NULL},
    {"ref", "foreign_key", NULL},
    {"references", "foreign_key", NULL},
    {"server_default", "default", NULL},
    {"onupdate",
        NULL,
        "what a program writes at each UPDATE is no part of the schema; on_update is an action of a foreign key"},
    {"computed", "generated", NULL},
    {"description", "comment", NULL},
    {"doc", "comment", NULL},
    {"help_text", "comment", NULL},
    {"name", NULL, "a column is called by the key that it stands under"},
    {"length", NULL, "the length stands in the type: type: string(80)"},
    {"max_length", NULL, "the length stands in the type: type: string(80)"},
    {"size", NULL, "the length stands in the type: type: string(80)"},
    {"precision", NULL, "the precision stands in the type: type: \"numeric(10, 2)\""},
    {"scale", NULL, "the scale stands in the type: type: \"numeric(10, 2)\""},
    {"choices", NULL, "labels have a place of their own: enums: {mood: [happy, sad]}, and type: enum(mood) here"},
    {"enum", NULL, "labels have a place of their own: enums: {mood: [happy, sad]}, and type: enum(mood) here"},
    {"values", NULL, "labels have a place of their own: enums: {mood: [happy, sad]}, and type: enum(mood) here"},
    {NULL, NULL, NULL},
};

const struct meant meant_in_model[] = {
    {"__tablename__", "table", NULL},
    {"tablename", "table", NULL},
    {"table_name", "table", NULL},
    {"fields", "columns", NULL},
    {"pk", "primary_key", NULL},
    {"uniques", "unique", NULL},
    {"unique_constraints", "unique", NULL},
    {"unique_together", "unique", NULL},
    {"check_constraints", "checks", NULL},
    {"constraints", NULL, "primary_key, unique, checks and foreign_keys hold them, each its own kind"},
    {"base", "inherits", NULL},
    {"extends", "inherits", NULL},
    {"parent", "inherits", NULL},
    {"associations", "relationships", NULL},
    {NULL, NULL, NULL},
};

const struct meant meant_in_relationship[] = {
    {"argument", "target", NULL},
    {"class", "target", NULL},
    {"class_name", "target", NULL},
    {"entity", "target", NULL},
    {"model", "target", NULL},
    {"to", "target", NULL},
    {"inverse", "back_populates", NULL},
    {"inverse_of", "back_populates", NULL},
    {"inversed_by", "back_populates", NULL},
    {"mapped_by", "back_populates", NULL},
    {"related_name", "back_populates", NULL},
    {"join_table", "secondary", NULL},
    {"through", "secondary", NULL},
    {"via", "secondary", NULL},
    {"dependent", NULL, "write cascade: \"all, delete-orphan\""},
    {"on_delete", NULL, "the database's action stands at the column: {foreign_key: users.id, on_delete: cascade}"},
    {"ondelete", NULL, "the database's action stands at the column: {foreign_key: users.id, on_delete: cascade}"},
    {"nullable", NULL, "whether it may be missing stands at the column of the key: nullable: false"},
    {"required", NULL, "whether it may be missing stands at the column of the key: nullable: false"},
    {NULL, NULL, NULL},
};

const struct meant meant_in_key[] = {
    {"column", NULL, "write references: users.id"},
    {"table", NULL, "write references: users.id"},
    {"ref", "references", NULL},
    {"target", "references", NULL},
    {"to", "references", NULL},
    {NULL, NULL, NULL},
};

const struct meant meant_in_index[] = {
    {"column", "columns", NULL},
    {"fields", "columns", NULL},
    {"expressions", "columns", NULL},
    {"type", "method", NULL},
    {"using", "method", NULL},
    {"postgresql_using", "method", NULL},
    {"condition", "where", NULL},
    {"predicate", "where", NULL},
    {"postgresql_where", "where", NULL},
    {"sqlite_where", "where", NULL},
    {NULL, NULL, NULL},
};

const struct meant meant_in_check[] = {
    {"check", "sql", NULL},
    {"condition", "sql", NULL},
    {"expr", "sql", NULL},
    {"expression", "sql", NULL},
    {NULL, NULL, NULL},
};

const struct meant meant_in_enum[] = {
    {"labels", "values", NULL},
    {"members", "values", NULL},
    {NULL, NULL, NULL},
};
