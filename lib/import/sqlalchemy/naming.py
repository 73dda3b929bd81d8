"""Names of constraints and indexes: which of them the model's own templates would give."""

import re

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from corm_import.notes import attempt

CLASSES = {
    "pk": PrimaryKeyConstraint,
    "fk": ForeignKeyConstraint,
    "uq": UniqueConstraint,
    "ix": Index,
    "ck": CheckConstraint,
}
DEFAULTS = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
KNOWN = re.compile(
    r"(table_name|constraint_name|referred_table_name|(referred_)?column_0_?N_name|(referred_)?column_\d+_name"
    r"|column_0_?N_(label|key)|column_\d+_(label|key))\Z"
)
SQLALCHEMYS_INDEX = "ix_%(column_0_label)s"


def written_name(item):
    """As SQLAlchemy writes it into DDL, cut to PostgreSQL's limit; None where it leaves it to the database."""
    preparer = postgresql.dialect().identifier_preparer
    name = attempt(lambda: preparer.format_constraint(item, _alembic_quote=False))
    return None if name is None else str(name)


def sqlite_name(item):
    return str(attempt(lambda: sqlite.dialect().identifier_preparer.format_constraint(item)) or "")


def convention(metadata, kind):
    given = metadata.naming_convention
    return given.get(kind, given.get(CLASSES[kind]))


class Naming:
    """Decides the `naming:` of the model: SQLAlchemy's conventions where they can be said, null for what it leaves to
    the database."""

    def __init__(self, catalog):
        self.notes = catalog.notes
        self.templates = {}  # kind -> template, or None for null; absent: the default
        for kind in CLASSES:
            found = []
            for table in catalog.tables:
                given = convention(table.metadata, kind)
                if given not in found:
                    found.append(given)
            self.templates[kind] = self.chosen(kind, found)
        for kind in ("pk", "uq", "fk", "ck"):
            if self.templates[kind] is None and not self.has_unnamed(catalog, kind):
                del self.templates[kind]
        self.templates = {k: t for k, t in self.templates.items() if t != DEFAULTS[k]}

    @staticmethod
    def chosen(kind, found):
        given = found[0] if len(found) == 1 else None
        if kind == "ix" and (given is None or given == SQLALCHEMYS_INDEX):
            return DEFAULTS["ix"]
        if not isinstance(given, str):
            return None
        words = [m.group(1) for m in PLACEHOLDER.finditer(given) if m.group(1)]
        return (
            given if all(KNOWN.match(word) for word in words) else (DEFAULTS["ix"] if kind == "ix" else None)
        )

    @staticmethod
    def has_unnamed(catalog, kind):
        for table in catalog.tables:
            for constraint in table.constraints:
                filled = kind == "ck" or len(constraint.columns) > 0
                if isinstance(constraint, CLASSES[kind]) and filled and written_name(constraint) is None:
                    return True
        return False

    def expanded(self, kind, table, columns, referred=None, name=None):
        """What the model would call it; None for no name."""
        template = self.templates.get(kind, DEFAULTS[kind])
        if template is None:
            return None

        def word(match):
            key = match.group(1)
            if key is None:
                return "%"
            if key == "table_name":
                return table.name
            if key == "constraint_name":
                return "_".join(columns) if name is None else name
            if key == "referred_table_name":
                return referred[0] if referred else ""
            names = referred[1] if key.startswith("referred_") else list(columns)
            if key.endswith("_label"):
                names = ["%s_%s" % (table.name, c) for c in names]
            number = re.search(r"column_(\d+)(_?N)?_", key)
            if number.group(2):
                return ("_" if "_N" in key else "").join(names)
            index = int(number.group(1))
            return names[index] if index < len(names) else ""

        return PLACEHOLDER.sub(word, template)

    def to_write(self, kind, item, table, columns, referred=None):
        """The `name:` that the model needs, or None where it comes by itself."""
        name = written_name(item)
        if name is None:
            if isinstance(item.name, str):
                self.notes.add("names longer than PostgreSQL takes, left to the naming", item.name)
            return None
        if len(sqlite_name(item).encode()) > 63:
            self.notes.add("names cut to what PostgreSQL takes; SQLite has them in full", sqlite_name(item))
        template = self.templates.get(kind) or ""
        if "%(constraint_name)s" in template:
            before, after = self.expanded(kind, table, columns, referred, "\0").split("\0", 1)
            if name.startswith(before) and name.endswith(after) and len(name) > len(before) + len(after):
                return name[len(before) : len(name) - len(after)]
            return name
        own = self.expanded(kind, table, columns, referred)
        return None if own == name and kind != "ck" and len(name.encode()) <= 63 else name

    def as_map(self):
        return {kind: self.templates[kind] for kind in CLASSES if kind in self.templates}
