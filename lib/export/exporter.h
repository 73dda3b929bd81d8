/* What the parts of export/ share. */
#ifndef CORM_EXPORT_EXPORTER_H
#define CORM_EXPORT_EXPORTER_H

#include "compile/naming.h"
#include "export/export.h"
#include "export/python.h"
#include "resolve/pointers.h"

struct import {
    const char *module, *name, *alias; /* alias NULL: none */
};

struct exporter {
    struct arena *arena;
    const struct resolved *resolved;
    const struct model *model;
    const struct export_options *options;
    struct map taken; /* names of classes, tables and attributes: no import may hide behind one */
    struct LIST_OF(struct import) imports;
    struct pointers classes, tables, attributes; /* -> identifier: of class_def, table_def, column_def or rel_def */
    const char *base;                            /* "Base" or "db" */
    const char *model_base;                      /* "Base" behind a db that has annotations */
    bool native, per_engine;                     /* helpers that are used */
    struct export_refusal refusal;               /* the first */
};

/* One table on each engine. */
struct table_case {
    struct exporter *exporter;
    const struct table_def *def;
    const struct table *on[ENGINE_COUNT]; /* NULL where the engine is not wanted */
    bool plain;                           /* a Table, without annotations */
};

/* ---- export.c ---- */

/* It is written as a Table, with or without a class that uses it. */
bool export_is_plain(const struct table_def *table);

/* ---- names.c ---- */

void names_choose(struct exporter *exporter);
const char *name_of(const struct pointers *names, const void *what);
/* The name by which something of a module is called here; it is imported. */
const char *name_import(struct exporter *exporter, const char *module, const char *name);
const char *name_builtin(struct exporter *exporter, const char *name); /* int, str; of Python itself */
/* The same of sqlalchemy and sqlalchemy.orm: "db.Column" in Flask's style. */
const char *name_sql(struct exporter *exporter, const char *name);
const char *name_orm(struct exporter *exporter, const char *name);

/* ---- order.c ---- */

/* All classes, each behind those that it needs when Python comes to it. */
struct class_defs export_order(struct exporter *exporter);

/* ---- key_names.c: names of constraints and indexes ---- */

/* Whether the kind's template becomes SQLAlchemy's.  Not one that would change the names that are written, and not one
 * that asks for the referenced columns, which SQLAlchemy must find before their table is there: such a template is left
 * out, and each name is written. */
bool export_names_by_template(const struct exporter *exporter, enum naming kind);
/* SQLAlchemy, by the naming convention, calls the thing so where it has no name. */
bool key_name_comes(
    const struct exporter *exporter, enum naming kind, const struct naming_parts *parts, const char *wanted);
/* What unique=True, and what index=True at a column makes; NULL where it must be written as a thing of its own. */
const struct unique *export_flag_unique(
    const struct table_case *c, const struct table *table, const struct column_def *def);
const struct index *export_flag_index(
    const struct table_case *c, const struct table *table, const struct column_def *def);

/* ---- types.c ---- */

struct python *export_type(const struct table_case *c, const struct column_def *def);

/* ---- values.c: SQL that may differ between engines ---- */

/* text(..), or what chooses by the engine.  Texts are NULL where an engine is not wanted. */
struct python *export_sql(struct exporter *exporter, const char *const texts[ENGINE_COUNT]);
struct python *export_default(const struct table_case *c, const struct column_def *def);

/* ---- columns.c ---- */

/* Column(..), or what else `maker` is; its name first where `named`. */
struct python *export_column(const struct table_case *c, const struct column_def *def, const char *maker, bool named);
bool export_is_nullable(const struct table_case *c, const struct column_def *def); /* a key never */
struct python *export_key_options(const struct table_case *c, struct python *to, const struct fk_def *def);
/* The key's columns are one, and it stands at that column. */
bool key_at_column(const struct fk_def *def, const char *column);
/* SQLAlchemy numbers it as a key: on PostgreSQL by a sequence, if no identity is asked for. */
bool export_is_numbered_key(const struct table_case *c, const struct column_def *def);

/* ---- mapped.c: annotations ---- */

/* "Mapped[Optional[str]]" */
const char *mapped_column(const struct table_case *c, const struct column_def *def, bool nullable);
/* The annotation can say whether the column may be null: Any cannot. */
bool mapped_says_null(const struct table_case *c, const struct column_def *def);
/* "Mapped[List["Post"]]"; NULL for a relationship that leads nowhere. */
const char *mapped_relationship(struct exporter *exporter, const struct rel_def *def);

/* ---- parts.c ---- */

/* Constraints and indexes that do not stand at a column, then the dictionary of options; NULL for none. */
struct python *export_parts(const struct table_case *c);

/* ---- relationships.c, joins.c ---- */

/* relationship(..), its target first where `targeted`. */
struct python *export_relationship(struct exporter *exporter, const struct rel_def *def, bool targeted);
const char *export_expression(struct exporter *exporter, const struct rel_def *rel, const struct expr *expr);

/* ---- literals.c: what a model spells in Python.  NULL for what is not written, since it would run anything ---- */

struct python *export_python_default(struct exporter *exporter, const char *text);
struct python *export_collection(struct exporter *exporter, const char *text); /* collection_class */

/* ---- info.c ---- */

/* {"key": ..} of a map, lists and scalars; NULL for anything else than a map with entries. */
struct python *export_info(struct exporter *exporter, const struct node *node);

/* ---- inheritance.c ---- */

/* "inherit_condition": ..., inside the class; NULL where its words are not known there. */
struct python *export_inherit_condition(struct exporter *exporter, const struct class_def *class_);

/* ---- guard.c ---- */

/* SQLAlchemy may eval() the text: it does nothing but build SQL. */
bool export_passes(struct arena *arena, const char *text);
bool export_is_function(const char *name); /* one of SQLAlchemy's that join texts may call */
/* A secondary that is no table can be said where it is a join(..) of classes, not where it is SQL. */
bool export_can_say(struct exporter *exporter, const struct rel_def *def);

/* ---- notes.c: comments about what is left out ---- */

void notes_table(struct buf *out, const struct table_case *c, int indent);
void notes_class(struct buf *out, struct exporter *exporter, const struct class_def *class_);
void notes_model(struct buf *out, const struct model *model);

#endif
