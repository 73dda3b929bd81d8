"""What is imported, under the names that it gets in the model."""

from sqlalchemy import Table

from corm_import.load import GIVEN, mappers_of


def table_name(table):
    return table.name if table.schema is None else "%s.%s" % (table.schema, table.name)


def own_relationships(mapper):
    """Those that this class declares, in the order in which it does; SQLAlchemy need not have accepted them."""
    found = [p for p in mapper._props.values() if hasattr(p, GIVEN) and p.parent is mapper]
    return sorted(found, key=lambda p: p._creation_order)


def is_keyless(mapper):
    """Only the mapper knows a key: none of its own table, and none of a base's."""
    return len(mapper.base_mapper.local_table.primary_key) == 0


def why_left_out(mapper, is_table_taken):
    if is_table_taken:
        return "classes over tables without a primary key, taken over as tables alone"
    is_table = isinstance(mapper.local_table, Table)
    return "classes whose table is not taken over" if is_table else "classes over what is no table"


class Catalog:
    """Tables in the order in which they were made, and the classes over them.

    A mapper over anything but a table (a select, a join, an alias) has no place in a model, nor has one whose rows only
    the mapper tells apart: it is left out, with the relationships that lead to it.  The table stays."""

    def __init__(self, registries, metadatas, notes):
        self.notes = notes
        self.tables = []
        self.names = {}  # mapper -> name of the model
        self.owner = {}  # table -> the mapper that defines it
        for metadata in metadatas:
            self.tables.extend(metadata.tables.values())
        self.note_repeats()
        place = {table: i for i, table in enumerate(self.tables)}
        mappers = [m for r in registries for m in mappers_of(r) if not getattr(m, "non_primary", False)]
        self.mappers = [m for m in mappers if m.local_table in place and not is_keyless(m)]
        for mapper in mappers:
            if mapper not in self.mappers:
                notes.add(why_left_out(mapper, mapper.local_table in place), mapper.class_.__name__)
        self.mappers = self.bases_first(self.mappers)
        self.name_classes()
        for mapper in self.mappers:
            if not mapper.single:
                self.owner.setdefault(mapper.local_table, mapper)

    def note_repeats(self):
        """Two tables of one name in two metadatas: the first is kept."""
        seen, kept = {}, []
        for table in self.tables:
            if table_name(table) in seen:
                self.notes.add("tables whose name is taken in another MetaData", table_name(table))
            else:
                seen[table_name(table)] = table
                kept.append(table)
        self.tables = kept

    @staticmethod
    def bases_first(mappers):
        done, ordered = set(), []

        def visit(mapper):
            if mapper in done:
                return
            done.add(mapper)
            if mapper.inherits is not None and mapper.inherits in mappers:
                visit(mapper.inherits)
            ordered.append(mapper)

        for mapper in mappers:
            visit(mapper)
        return ordered

    def name_classes(self):
        """The class's own name; where it is taken, with the module that tells them apart."""
        taken = set()
        for mapper in self.mappers:
            name = mapper.class_.__name__
            parts = [p for p in mapper.class_.__module__.split(".") if p not in ("models", "model")]
            candidates = [name] + ["".join(w.title() for w in p.split("_")) + name for p in reversed(parts)]
            free = [c for c in candidates if c not in taken]
            while not free:
                name += "_"
                free = [name] if name not in taken else []
            if free[0] != candidates[0]:
                self.notes.add("classes renamed, their name is taken", "%s -> %s" % (candidates[0], free[0]))
            taken.add(free[0])
            self.names[mapper] = free[0]

    def name(self, mapper):
        """Of the model, or None for what is not imported."""
        return self.names.get(mapper)

    def base(self, mapper):
        """The nearest base that is imported."""
        base = mapper.inherits
        while base is not None and base not in self.names:
            base = base.inherits
        return base

    def is_known(self, table):
        return isinstance(table, Table) and table in self.tables

    def renames(self, mapper):
        """Attribute -> column of the mapper's own table, where the two names differ.  What a single-table child names
        otherwise stands at the class that defines the table."""
        renames = {}
        if self.owner.get(mapper.local_table) is not mapper and not mapper.single:
            own = [mapper]
        else:
            own = [m for m in self.mappers if m.local_table is mapper.local_table and m.isa(mapper)]
        for column in mapper.local_table.columns:
            for each in own:
                prop = each._columntoproperty.get(column)
                if prop is not None:
                    if prop.key != column.name and prop.key not in renames:
                        renames[prop.key] = column.name
                    break
        return renames

    def attribute(self, mapper, key):
        """The column that Class.key names in a model, as lib/model finds it."""
        while mapper is not None:
            if not mapper.single:
                renames = self.renames_of(mapper)
                name = renames.get(key, None if key in renames.values() else key)
                for column in mapper.local_table.columns:
                    if column.name == name:
                        return column
            mapper = self.base(mapper)
        return None

    def renames_of(self, mapper):
        cache = self.__dict__.setdefault("_renames", {})
        if mapper not in cache:
            cache[mapper] = self.renames(mapper)
        return cache[mapper]

    def column_path(self, column, mapper=None, key=None):
        """ "Class.attribute", by preference of the given mapper, else "table.c.column"."""
        if (
            mapper is not None
            and mapper in self.names
            and key is not None
            and self.attribute(mapper, key) is column
        ):
            return "%s.%s" % (self.names[mapper], key)
        owner = self.owner.get(column.table)
        if owner is not None:
            prop = owner._columntoproperty.get(column)
            if prop is not None and self.attribute(owner, prop.key) is column:
                return "%s.%s" % (self.names[owner], prop.key)
        return "%s.c.%s" % (table_name(column.table), column.name)
