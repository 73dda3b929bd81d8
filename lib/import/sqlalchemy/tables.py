"""Tables: columns, keys, indexes and checks."""

import re
from types import SimpleNamespace

from sqlalchemy import schema
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import elements, operators

from corm_import.catalog import table_name
from corm_import.defaults import python_default, server_default
from corm_import.expressions import bare, either_sql, is_type
from corm_import.layout import Block, Flow
from corm_import.naming import written_name
from corm_import.notes import attempt
from corm_import.portable import decorators, native, stripped

ACTIONS = {"CASCADE": "cascade", "SET NULL": "set_null", "SET DEFAULT": "set_default"}
ACTIONS.update({"RESTRICT": "restrict", "NO ACTION": "no_action"})
SERIALS = {"smallint": "smallserial", "integer": "serial", "bigint": "bigserial"}
ORDERED = re.compile(
    r"""("(?P<quoted>\w+)"|(?P<name>[a-z_]\w*))(\s+(?P<order>asc|desc))?(\s+nulls\s+(?P<nulls>first|last))?\Z""",
    re.I,
)
SQLITE_COLLATIONS = ("BINARY", "NOCASE", "RTRIM")
COMPILERS = {  # as far as rules of constraints look at them
    "sqlite": SimpleNamespace(dialect=sqlite.dialect()),
    "postgresql": SimpleNamespace(dialect=postgresql.dialect()),
}


def created(items):
    return sorted(items, key=lambda item: item._creation_order)


def is_typed(constraint):
    """Made by a Boolean or an Enum for its values."""
    return getattr(constraint, "_type_bound", False)


def is_made_on(constraint, engine):
    """A type may want its CHECK on some engines only."""
    rule = getattr(constraint, "_create_rule", None)
    return rule is None or bool(attempt(lambda: rule(COMPILERS[engine])))


def constraint_sql(constraint):
    compiler = COMPILERS["postgresql"].dialect.ddl_compiler(COMPILERS["postgresql"].dialect, None)
    return attempt(lambda: compiler.process(constraint), "a constraint")


def is_torn(text):
    """A bracket is closed that was not opened: SQLAlchemy reads CHECKs that share a line in SQLite's catalogue so."""
    depth = 0
    for c in re.sub(r"'[^']*'|\"[^\"]*\"", "", text):
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return True
    return depth > 0


def add_collations(column, overrides):
    """Each engine knows collations of its own."""
    plain = getattr(column.type, "collation", None)
    for engine in overrides:
        collation = getattr(stripped(column.type, engine), "collation", None)
        known = "sqlite" if (collation or "").upper() in SQLITE_COLLATIONS else "postgresql"
        if collation and (known == engine or collation != plain):
            overrides[engine]["collation"] = collation


class Reference:
    """What one element of a foreign key leads to, known to the model or not."""

    def __init__(self, element):
        column = attempt(lambda: element.column)
        self.column = column
        if column is not None:
            self.table, self.name = table_name(column.table), column.name
            self.bare_table = column.table.name
        else:
            self.table, _, self.name = element._get_colspec().rpartition(".")
            self.bare_table = self.table.rpartition(".")[2]


class TableWriter:
    def __init__(self, catalog, types, naming, actions, notes):
        self.catalog = catalog
        self.types = types
        self.naming = naming
        self.actions = actions
        self.notes = notes
        self.spellings = {}

    # ---- all of a table ----

    def write(self, table, block):
        """Adds what the table is made of to the block of its model or of `tables`."""
        block.add_some("schema", table.schema)
        block.add_some("comment", table.comment)
        columns = Block(aligned=True)
        self.note_options(table)
        self.note_long_names(table)
        for column in table.columns:
            self.column(table, column, columns)
        block.add_some("columns", columns)
        self.primary_key(table, block)
        block.add_some("unique", self.uniques(table))
        block.add_some("indexes", self.indexes(table))
        block.add_some("foreign_keys", self.composite_keys(table))
        block.add_some("checks", self.checks(table))
        self.engine_parts(table, block)
        self.exclusions(table, block)

    def exclusions(self, table, block):
        """A model reads `exclude`, and makes nothing of it yet."""
        for constraint in created(table.constraints):
            if isinstance(constraint, postgresql.ExcludeConstraint):
                block.remark("not taken over: %s" % constraint_sql(constraint))
                self.notes.add("exclusion constraints", "%s on %s" % (constraint.name or "one", table.name))

    def engine_parts(self, table, block):
        options = table.dialect_options["sqlite"]
        part = {}
        if attempt(lambda: options["with_rowid"], True) is False:
            part["without_rowid"] = True
        if attempt(lambda: options["strict"], False):
            part["strict"] = True
        block.add_some("sqlite", Flow(part))
        part = {}
        options = table.dialect_options["postgresql"]
        if "UNLOGGED" in [str(p).upper() for p in table._prefixes]:
            part["unlogged"] = True
        if attempt(lambda: options["with"]):
            part["with"] = dict(options["with"])
        part_of = {key: attempt(lambda key=key: options[key]) for key in ("tablespace", "inherits")}
        part.update({key: value for key, value in part_of.items() if value})
        block.add_some("postgresql", Flow(part))

    def note_options(self, table):
        for key in sorted(table.kwargs):
            engine, _, option = key.partition("_")
            if (engine, option) in (
                ("sqlite", "with_rowid"),
                ("sqlite", "strict"),
                ("sqlite", "autoincrement"),
                ("postgresql", "with"),
                ("postgresql", "tablespace"),
                ("postgresql", "inherits"),
            ):
                continue
            known = engine in ("sqlite", "postgresql")
            kind = "table options" if known else "table options of other databases (%s)" % engine
            self.notes.add(kind, "%s of %s" % (key, table.name) if known else table.name)
        for constraint in created(table.constraints):
            self.note_words(constraint, "constraints", table.name, ("nulls_not_distinct",))
        for key in sorted(table.info, key=str):
            self.notes.add("info of tables", "%s of %s" % (key, table.name))
        for column in table.columns:
            where = "%s.%s" % (table.name, column.name)
            self.note_words(column, "columns", where)
            if column.doc or any(not str(key).startswith("_") for key in column.info):
                self.notes.add("info and doc of columns", where)

    def note_long_names(self, table):
        for name in [table.name] + [column.name for column in table.columns]:
            if len(name.encode()) > 63:
                self.notes.add("names of tables and columns longer than a model takes, to be shortened", name)

    def note_words(self, item, kind, where, known=()):
        """What is given for one database alone, postgresql_x=y, and a model has no word for."""
        for key in sorted(item.kwargs):
            engine, _, option = key.partition("_")
            if item.kwargs[key] is None or option in known:
                continue
            if engine in ("sqlite", "postgresql"):
                self.notes.add("options of %s" % kind, "%s of %s" % (key, where))
            else:
                self.notes.add("options of %s for other databases (%s)" % (kind, engine), where)

    # ---- columns ----

    def spelling(self, column):
        if column not in self.spellings:
            where = "%s.%s" % (column.table.name, column.name)
            self.spellings[column] = self.types.spell(column.type, where)
        return self.spellings[column]

    def column(self, table, column, block):
        where = "%s.%s" % (table.name, column.name)
        if column.name.startswith("x-"):
            self.notes.add("columns whose name the model keeps for notes", where)
        flow, remarks = Flow(), decorators(column.type)
        overrides = {"sqlite": {}, "postgresql": {}}
        self.add_type(column, flow, overrides)
        keys = self.single_keys(table, column)
        self.add_keys(table, column, keys, flow)
        pk = table.primary_key
        if column.primary_key:
            flow["primary_key"] = True
            if column.autoincrement is False and len(pk.columns) == 1:
                flow["autoincrement"] = False
                self.keep_rowid(column, overrides)
            if column.nullable:
                self.notes.add("columns of primary keys that SQLite would let be null", where)
        elif not column.nullable:
            flow["nullable"] = False
        self.add_flags(table, column, flow)
        self.add_action(table, column, keys, flow)
        self.add_generation(table, column, flow, overrides, remarks)
        if self.never_reuses_keys(column):
            overrides["sqlite"]["autoincrement"] = True
        self.add_defaults(column, flow, overrides, remarks)
        for check in self.column_checks(column):
            flow["check"] = either_sql(check.sqltext)
        if column.comment is not None:
            flow["comment"] = column.comment
        for engine in ("sqlite", "postgresql"):
            if overrides[engine]:
                flow[engine] = overrides[engine]
        value = flow["type"] if list(flow) == ["type"] else flow
        block.add(column.name, value, "; ".join(remarks))

    def add_type(self, column, flow, overrides):
        spelling = self.spelling(column)
        inferred = self.referenced(column)
        if (
            inferred is None
            or self.spelling(inferred).key() != spelling.key()
            or self.loses_override(inferred)
        ):
            flow["type"] = spelling.base
            for engine, text in spelling.overrides.items():
                overrides[engine]["type"] = text
        if spelling.enum_check is False:
            flow["check"] = False
        elif spelling.enum_check and self.enum_check_name(column) is not None:
            flow["check"] = Flow(name=self.enum_check_name(column))
        add_collations(column, overrides)

    def referenced(self, column):
        """The column that gives this one its type, if the model can follow it to the end."""
        seen = [column]
        target = self.first_target(column)
        while target is not None and self.first_target(target) is not None:
            if any(target is other for other in seen):
                return None
            seen.append(target)
            target = self.first_target(target)
        return self.first_target(column) if target is not None else None

    def keep_rowid(self, column, overrides):
        """The model makes it an INT in SQLite, which numbers nothing; SQLAlchemy's INTEGER is the rowid all the same."""
        if (
            self.is_given_key(column)
            and attempt(lambda: column.type.compile(dialect=sqlite.dialect())) == "INTEGER"
        ):
            overrides["sqlite"]["type"] = native("INTEGER")

    def loses_override(self, column):
        """Its type on SQLite goes without saying at a serial key, but not at what references that."""
        target = self.first_target(column)
        while target is not None:
            column, target = target, self.first_target(target)
        return self.is_serial(column) and self.spelling(column).overrides.get("sqlite") == "integer"

    def first_target(self, column):
        keys = self.single_keys(column.table, column)
        if not keys:
            return None
        target = Reference(keys[0].elements[0]).column
        return target if target is not None and self.catalog.is_known(target.table) else None

    def add_flags(self, table, column, flow):
        """unique: true and index: true, for keys and indexes that need no more words."""
        for constraint in self.unique_constraints(table):
            if self.is_flag(table, constraint) and list(constraint.columns)[0] is column:
                flow["unique"] = True
        for index in self.ordered_indexes(table):
            if self.is_index_flag(table, index) and list(index.columns)[0] is column:
                flow["index"] = True
                if index.unique:
                    flow["unique"] = True

    def add_generation(self, table, column, flow, overrides, remarks):
        if getattr(column, "computed", None) is not None:
            generated = {"sql": either_sql(column.computed.sqltext)}
            if column.computed.persisted is not None:
                generated["stored"] = column.computed.persisted
            flow["generated"] = generated
        identity = getattr(column, "identity", None)
        if identity is not None:
            word = "always" if identity.always else "by_default"
            numbers = {}
            for key in ("start", "increment"):
                if getattr(identity, key) not in (None, 1):
                    numbers[key] = getattr(identity, key)
            if identity.always or numbers or not self.is_given_key(column):
                flow["identity"] = {"always": bool(identity.always), **numbers} if numbers else word
            for key in ("minvalue", "maxvalue", "cycle", "cache", "order", "nominvalue", "nomaxvalue"):
                if getattr(identity, key, None) is not None:
                    self.notes.add("options of identities", "%s of %s.%s" % (key, table.name, column.name))
        if self.is_serial(column):
            self.add_serial(column, flow, overrides)

    def is_given_key(self, column):
        """A key that the model gives an identity by itself (docs/model.md)."""
        lone = len(column.table.primary_key.columns) == 1
        return (
            lone and column.primary_key and self.spelling(column).base in SERIALS and not column.foreign_keys
        )

    def never_reuses_keys(self, column):
        """AUTOINCREMENT, where SQLAlchemy would write it."""
        asked = attempt(lambda: column.table.dialect_options["sqlite"]["autoincrement"])
        return asked and self.is_given_key(column)

    @staticmethod
    def is_serial(column):
        """Whether SQLAlchemy makes it a SERIAL on PostgreSQL."""
        plain = column.default is None or attempt(lambda: column.default.optional, False)
        return (
            column is column.table._autoincrement_column
            and column.identity is None
            and column.computed is None
            and plain
        )

    def add_serial(self, column, flow, overrides):
        """A sequence on PostgreSQL; on SQLite the text of its type, for only INTEGER is numbered there."""
        spelling = self.spelling(column)
        serial = SERIALS.get(spelling.base)
        if serial is None:
            return
        flow_type = {"type": serial}
        flow_type.update({k: v for k, v in flow.items() if k != "type"})
        flow.clear()
        flow.update(flow_type)
        overrides["postgresql"].pop("type", None)
        lone = len(column.table.primary_key.columns) == 1
        if overrides["sqlite"].get("type") == "integer" and lone:
            del overrides["sqlite"]["type"]
        elif lone and serial != "serial" and "type" not in overrides["sqlite"]:
            overrides["sqlite"]["type"] = native(spelling.base.upper())

    def add_defaults(self, column, flow, overrides, remarks):
        where = "%s.%s" % (column.table.name, column.name)
        generated = "generated" in flow or getattr(column, "identity", None) is not None
        if column.server_default is not None and not generated:
            default, for_postgresql = server_default(column, self.spelling(column).base)
            if default is not None:
                flow["default"] = default
            else:
                remarks.append("given by the database")
                self.notes.add("server defaults without an expression", where)
            if for_postgresql is not None:
                overrides["postgresql"]["default"] = for_postgresql
        expression, why = python_default(column.default, self.catalog)
        if expression is not None:
            flow["python_default"] = expression
        elif why is not None:
            remarks.append("python default: %s" % why)
            self.note_default(column, where)
        expression, why = python_default(column.onupdate, self.catalog)
        if expression or why:
            remarks.append("onupdate: %s" % (expression or why))
            self.notes.add("onupdate of columns", where)
        if column.server_onupdate is not None and "generated" not in flow:
            self.notes.add("server_onupdate of columns", where)

    def note_default(self, column, where):
        numbered = getattr(column.default, "is_sequence", False)
        if numbered and self.is_given_key(column):
            self.notes.add("keys that the program numbers from a sequence, taken over as identities", where)
        elif numbered:
            self.notes.add("sequences that the program takes values from", where)
        else:
            self.notes.add("python defaults that are no plain expression", where)

    # ---- foreign keys ----

    def single_keys(self, table, column):
        keys = []
        for key in created(table.foreign_key_constraints):
            if len(key.elements) == 1 and key.elements[0].parent is column:
                keys.append(key)
        return keys

    def key_options(self, table, key, columns):
        reference = [Reference(element) for element in key.elements]
        referred = (reference[0].bare_table, [r.name for r in reference])
        options = {"name": self.naming.to_write("fk", key, table, columns, referred)}
        where = "%s(%s)" % (table.name, ", ".join(columns))
        for word, given in (("on_delete", key.ondelete), ("on_update", key.onupdate)):
            if given:
                options[word] = ACTIONS.get(given.upper())
                if options[word] is None:
                    self.notes.add("actions of foreign keys", "%s of %s" % (given, where))
        if not key.ondelete and self.actions.derives_another(key):
            options["on_delete"] = "no_action"
        if key.deferrable is not None or key.initially:
            deferred = (key.initially or "").upper() == "DEFERRED"
            options["deferrable"] = "initially_deferred" if deferred else bool(key.deferrable)
        if key.match:
            options["match"] = key.match.lower()
        if key.use_alter:
            options["use_alter"] = True
        if not self.is_served(table, columns):
            options["index"] = False
        return {word: value for word, value in options.items() if value is not None}

    def add_keys(self, table, column, keys, flow):
        """`foreign_key` at the column; what it says of deleting and of the index stands beside it where there is one."""
        maps = []
        for key in keys:
            reference = Reference(key.elements[0])
            full = {"references": "%s.%s" % (reference.table, reference.name)}
            full.update(self.key_options(table, key, [column.name]))
            if reference.column is None or not self.catalog.is_known(reference.column.table):
                self.notes.add(
                    "foreign keys to tables that are not imported", "%s.%s" % (table.name, column.name)
                )
            maps.append(full)
        if not maps:
            return
        if len(maps) == 1:
            beside = {w: maps[0].pop(w) for w in ("on_delete", "on_update", "index") if w in maps[0]}
            flow["foreign_key"] = maps[0] if len(maps[0]) > 1 else maps[0]["references"]
            flow["_beside"] = beside
        else:
            flow["foreign_key"] = maps

    @staticmethod
    def add_action(table, column, keys, flow):
        beside = flow.pop("_beside", {})
        if "index" in flow:
            beside.pop("index", None)
        flow.update(beside)

    def composite_keys(self, table):
        found = []
        for key in created(table.foreign_key_constraints):
            if len(key.elements) < 2:
                continue
            columns = [element.parent.name for element in key.elements]
            references = [Reference(element) for element in key.elements]
            flow = Flow(columns=columns)
            flow["references"] = "%s(%s)" % (references[0].table, ", ".join(r.name for r in references))
            flow.update(self.key_options(table, key, columns))
            found.append(flow)
        return found

    def is_served(self, table, columns):
        """Whether the model would derive no index, because one serves the key (docs/model.md)."""
        leads = [[c.name for c in table.primary_key.columns]]
        leads += [[c.name for c in u.columns] for u in self.unique_constraints(table)]
        for index in table.indexes:
            options = index.dialect_options
            partial = options["postgresql"]["where"] is not None or options["sqlite"]["where"] is not None
            method = options["postgresql"]["using"] or "btree"
            names = []
            for expression in index.expressions:
                part = self.index_part(index, expression)
                if not isinstance(part, str):
                    break
                names.append(part)
            if not partial and method == "btree":
                leads.append(names)
        return any(set(lead[: len(columns)]) == set(columns) for lead in leads if len(lead) >= len(columns))

    # ---- keys ----

    def primary_key(self, table, block):
        key = table.primary_key
        names = [c.name for c in key.columns]
        name = self.naming.to_write("pk", key, table, names) if names else None
        if name is not None:
            block.add("primary_key", Flow(columns=names, name=name))
        elif names != [c.name for c in table.columns if c.primary_key]:
            block.add("primary_key", tuple(names))

    def unique_constraints(self, table):
        return [
            c for c in created(table.constraints) if isinstance(c, schema.UniqueConstraint) and len(c.columns)
        ]

    def unique_options(self, table, unique):
        names = [c.name for c in unique.columns]
        options = Flow(columns=names)
        name = self.naming.to_write("uq", unique, table, names)
        if name is not None:
            options["name"] = name
        if attempt(lambda: unique.dialect_options["postgresql"]["nulls_not_distinct"]):
            options["nulls_not_distinct"] = True
        if unique.deferrable or unique.initially:
            deferred = (unique.initially or "").upper() == "DEFERRED"
            options["deferrable"] = "initially_deferred" if deferred else bool(unique.deferrable)
        return options

    def is_flag(self, table, unique):
        return len(unique.columns) == 1 and list(self.unique_options(table, unique)) == ["columns"]

    def uniques(self, table):
        found = []
        for unique in self.unique_constraints(table):
            if not self.is_flag(table, unique):
                options = self.unique_options(table, unique)
                found.append(options["columns"] if list(options) == ["columns"] else options)
        return found

    # ---- indexes ----

    @staticmethod
    def ordered_column(table, text):
        """ "created DESC" of a column of the table; None for anything else."""
        found = ORDERED.match(text)
        name = found and (found["quoted"] or found["name"])
        if not found or name not in [column.name for column in table.columns]:
            return None
        part = {"column": name}
        part.update({k: found[k].lower() for k in ("order", "nulls") if found[k]})
        return part if len(part) > 1 else name

    def index_part(self, index, expression):
        """A column's name, or a map."""
        part = {}
        opclass = index.dialect_options["postgresql"]["ops"]
        while isinstance(expression, elements.UnaryExpression) and expression.modifier is not None:
            word = expression.modifier.__name__
            if word in ("desc_op", "asc_op"):
                part["order"] = word[: -len("_op")]
            elif "first" in word or "last" in word:
                part["nulls"] = "first" if "first" in word else "last"
            expression = expression.element
        collation = getattr(expression, "operator", None) is operators.collate
        if collation:
            part["collation"] = str(expression.right.collation)
            expression = expression.left
        table = index.table
        if isinstance(expression, schema.Column) and table.c.contains_column(expression):
            if expression.key in opclass:
                part["opclass"] = opclass[expression.key]
            return {"column": expression.name, **part} if part else expression.name
        text = bare(either_sql(expression))
        ordered = self.ordered_column(table, text)
        if ordered is not None and part:
            return {**({"column": ordered} if isinstance(ordered, str) else ordered), **part}
        if ordered is not None:
            return ordered
        if getattr(expression, "key", None) in opclass:
            part["opclass"] = opclass[expression.key]
        return {"sql": text, **part}

    def index_options(self, table, index):
        parts = [self.index_part(index, expression) for expression in index.expressions]
        names = [p if isinstance(p, str) else p.get("column", "") for p in parts]
        flow = Flow(columns=parts)
        name = self.naming.to_write("ix", index, table, names)
        if name is not None or "" in names:
            flow["name"] = name or index.name
        if index.unique:
            flow["unique"] = True
        options = index.dialect_options["postgresql"]
        where = options["where"] if options["where"] is not None else index.dialect_options["sqlite"]["where"]
        if where is not None:
            flow["where"] = where if isinstance(where, str) else either_sql(where)
        if options["using"] and str(options["using"]).lower() != "btree":
            flow["method"] = str(options["using"])
        include = attempt(lambda: options["include"]) or []
        if include:
            flow["include"] = [getattr(c, "name", c) for c in include]
        if options["with"]:
            flow["with"] = dict(options["with"])
        self.note_words(index, "indexes", index.name, ("where", "using", "include", "with", "ops"))
        return flow

    def is_index_flag(self, table, index):
        flow = self.index_options(table, index)
        plain = len(flow["columns"]) == 1 and isinstance(flow["columns"][0], str)
        if not plain or not set(flow) <= {"columns", "unique"}:
            return False
        column = table.c[list(index.columns)[0].key]
        return not any(
            self.is_flag(table, unique) and list(unique.columns)[0] is column
            for unique in self.unique_constraints(table)
        )

    def indexes(self, table):
        found = []
        for index in self.ordered_indexes(table):
            if not self.is_index_flag(table, index):
                found.append(self.index_options(table, index))
        return found

    @staticmethod
    def ordered_indexes(table):
        """Indexes do not know when they were made: by their first column, then by name."""
        places = {column: i for i, column in enumerate(table.columns)}

        def place(index):
            first = [places[c] for c in index.columns if c in places]
            return (first or [len(places)], str(index.name))

        return sorted(table.indexes, key=place)

    # ---- checks ----

    def column_checks(self, column):
        found = [c for c in created(column.constraints) if isinstance(c, schema.CheckConstraint)]
        found = [c for c in found if not is_typed(c)]
        enum = self.spelling(column).base.startswith("enum(")
        return (
            found if len(found) == 1 and not enum and self.check_name(column.table, found[0]) is None else []
        )

    def enum_check_name(self, column):
        """What SQLite calls the CHECK of the column's labels, where the model would call it something else."""
        table = column.table
        for check in created(table.constraints):
            if (
                isinstance(check, schema.CheckConstraint)
                and is_typed(check)
                and list(check.columns) == [column]
            ):
                if is_made_on(check, "sqlite"):
                    derived = self.naming.expanded("ck", table, [column.name])
                    return None if written_name(check) == derived else self.check_name(table, check)
        return None

    def is_check_of_type(self, table, check):
        """Made by a type, and either comes with it in the model too or cannot be said there."""
        if not is_typed(check):
            return False
        if any(self.spelling(column).base.startswith("enum(") for column in check.columns):
            return True
        if any(is_type(column.type, "Boolean") for column in check.columns):
            self.notes.add("checks of booleans", table.name)
            return True
        engines = [engine for engine in COMPILERS if is_made_on(check, engine)]
        if len(engines) == 1:
            self.notes.add("checks of one engine only", "%s of %s" % (check.name, table.name))
        return len(engines) < len(COMPILERS)

    def check_name(self, table, check):
        return self.naming.to_write("ck", check, table, [])

    def checks(self, table):
        found = []
        own = [c for c in created(table.constraints) if isinstance(c, schema.CheckConstraint)]
        at_columns = []
        for column in table.columns:
            taken = self.column_checks(column)
            of_column = [c for c in created(column.constraints) if isinstance(c, schema.CheckConstraint)]
            at_columns += [c for c in of_column if c not in taken]
            own = [c for c in own if c not in taken]
        for check in own + [c for c in at_columns if c not in own]:
            if self.is_check_of_type(table, check):
                continue
            text = attempt(lambda check=check: either_sql(check.sqltext)) or str(check.sqltext)
            if is_torn(text):
                self.notes.add(
                    "checks that SQLAlchemy read wrongly from the database", "%s on %s" % (text, table.name)
                )
                continue
            name = self.check_name(table, check)
            found.append(text if name is None else Flow(sql=text, name=name))
        return found
