"""Mapped classes: their tables, inheritance, attributes and relationships."""

import enum

import sqlalchemy
from sqlalchemy import Column
from sqlalchemy.orm import ColumnProperty, CompositeProperty, SynonymProperty

from corm_import.expressions import Writer, either_sql
from corm_import.layout import Block, Flow
from corm_import.notes import attempt

PLURALS = {"column_property": "column properties", "association_proxy": "association proxies"}

MAPPER_OPTIONS = {
    "batch": True,
    "eager_defaults": False if sqlalchemy.__version__ < "2" else "auto",
    "confirm_deleted_rows": True,
    "always_refresh": False,
    "allow_partial_pks": True,
    "legacy_is_orphan": False,
    "passive_updates": True,
    "passive_deletes": False,
}


class ClassWriter:
    def __init__(self, catalog, tables, relations, notes):
        self.catalog = catalog
        self.tables = tables
        self.relations = relations
        self.notes = notes

    def write(self, mapper):
        block = Block()
        table = mapper.local_table
        owner = self.catalog.owner.get(table) is mapper
        if not mapper.single:
            block.add("table", table.name)
        self.inheritance(mapper, block)
        if owner:
            self.tables.write(table, block)
        elif not mapper.single:
            block.add_some("schema", table.schema)
        if not mapper.single:
            block.add_some("attributes", Flow(self.catalog.renames_of(mapper)))
        block.add_some("relationships", self.relations.write(mapper))
        for remark in self.left_out(mapper):
            block.remark(remark)
        return block

    def inheritance(self, mapper, block):
        base = self.catalog.base(mapper)
        if base is not None:
            block.add("inherits", self.catalog.name(base))
        elif mapper.inherits is not None:
            self.notes.add(
                "bases that are no tables",
                "%s of %s" % (mapper.inherits.class_.__name__, self.catalog.name(mapper)),
            )
        on = mapper.polymorphic_on
        inherited = base is not None and on is base.polymorphic_on
        if on is not None and not inherited and not mapper.concrete:
            if isinstance(on, Column) and self.catalog.is_known(on.table):
                block.add("polymorphic_on", on.name)
            else:
                self.note(mapper, block, "polymorphic_on over an expression", either_sql(on) or str(on))
        identity = mapper.polymorphic_identity
        if identity is not None:
            block.add(
                "polymorphic_identity", identity.name if isinstance(identity, enum.Enum) else str(identity)
            )
        if mapper.concrete and base is not None:
            block.add("concrete", True)
        if base is not None and not mapper.single and not mapper.concrete:
            self.inherit_condition(mapper, base, block)

    def inherit_condition(self, mapper, base, block):
        """Only where the foreign keys do not say it by themselves."""
        keys = [
            key
            for key in mapper.local_table.foreign_key_constraints
            if attempt(lambda key=key: key.referred_table) in base.tables
        ]
        if len(keys) != 1 and mapper.inherit_condition is not None:
            block.add("inherit_condition", Writer(self.catalog).write(mapper.inherit_condition))

    def note(self, mapper, block, kind, what):
        block.remark("not taken over: %s: %s" % (kind, what))
        self.notes.add(kind, self.catalog.name(mapper))

    # ---- what a model has no word for ----

    def left_out(self, mapper):
        found = {}
        for key, kind in self.other_attributes(mapper):
            found.setdefault(kind, []).append(key)
            self.notes.add(PLURALS.get(kind, kind + "s"), "%s.%s" % (self.catalog.name(mapper), key))
        if mapper.version_id_col is not None and mapper.inherits is None:
            found["version_id_col"] = [mapper.version_id_col.name]
            self.notes.add("version_id_col of mappers", self.catalog.name(mapper))
        if self.has_key_of_its_own(mapper):
            found["primary_key of the mapper"] = [column.name for column in mapper.primary_key]
            self.notes.add("primary keys of mappers that are not their table's", self.catalog.name(mapper))
        for kind, keys in found.items():
            yield "not taken over: %s %s" % (kind, ", ".join(keys))
        for option in self.options(mapper):
            self.notes.add("options of mappers (%s)" % option, self.catalog.name(mapper))
        for key in self.own_of_single(mapper):
            self.notes.add(
                "attributes of single-table children, taken over at their base",
                "%s.%s" % (self.catalog.name(mapper), key),
            )
        for key in self.deferred(mapper):
            self.notes.add(
                "columns that are loaded late or kept in a special way",
                "%s.%s" % (self.catalog.name(mapper), key),
            )
        for column in self.hidden_columns(mapper):
            yield "not mapped: %s" % column

    @staticmethod
    def options(mapper):
        """What __mapper_args__ asks for, beyond what a model says."""
        for option, usual in MAPPER_OPTIONS.items():
            value = getattr(mapper, option, usual)
            if mapper.inherits is None and value != usual:
                yield option
        if mapper.with_polymorphic is not None and not getattr(mapper.inherits, "with_polymorphic", None):
            yield "with_polymorphic"

    @staticmethod
    def own_of_single(mapper):
        """Columns that a child without a table has, and its base has not."""
        for column in mapper.local_table.columns if mapper.single else ():
            if column in mapper._columntoproperty and column not in mapper.inherits._columntoproperty:
                yield mapper._columntoproperty[column].key

    @staticmethod
    def deferred(mapper):
        inherited = mapper.inherits._props if mapper.inherits is not None else {}
        for key, prop in mapper._props.items():
            plain = (
                isinstance(prop, ColumnProperty)
                and isinstance(prop.columns[0], Column)
                and key not in inherited
            )
            if plain and (prop.deferred or prop.active_history):
                yield key

    @staticmethod
    def has_key_of_its_own(mapper):
        return mapper.inherits is None and set(mapper.primary_key) != set(mapper.local_table.primary_key)

    def hidden_columns(self, mapper):
        if mapper.single or self.catalog.owner.get(mapper.local_table) is not mapper:
            return
        below = [m for m in self.catalog.mappers if m.local_table is mapper.local_table]
        for column in mapper.local_table.columns:
            if not any(column in m._columntoproperty for m in below):
                yield column.name

    @staticmethod
    def other_attributes(mapper):
        """(name, kind) of what is neither column nor relationship, and is this class's own."""
        inherited = mapper.inherits._props if mapper.inherits is not None else {}
        for key, prop in mapper._props.items():
            if key in inherited or key.startswith("_sa_"):
                continue
            if isinstance(prop, SynonymProperty):
                yield key, "synonym"
            elif isinstance(prop, CompositeProperty):
                yield key, "composite"
            elif isinstance(prop, ColumnProperty) and not isinstance(prop.columns[0], Column):
                yield key, "column_property"
        for key, value in vars(mapper.class_).items():
            kind = getattr(value, "extension_type", None)
            kind = str(getattr(kind, "name", kind)).upper()
            if "HYBRID_PROPERTY" in kind:
                yield key, "hybrid"
            elif "ASSOCIATION_PROXY" in kind:
                yield key, "association_proxy"


def tables_without_class(catalog):
    return [table for table in catalog.tables if table not in catalog.owner]
