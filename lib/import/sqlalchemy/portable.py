"""Column types as the model spells them.

A portable name is taken where it stands for the very text that SQLAlchemy would write; an engine for which it does not
gets an override, in the engine's own words if need be."""

import re

from sqlalchemy import types as sqltypes
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

from corm_import.expressions import DIALECTS, is_type
from corm_import.notes import attempt

# What lib/compile writes, "" for a length that follows.
SQLITE = {
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "string": "VARCHAR",
    "char": "CHAR",
    "text": "TEXT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "time": "TIME",
    "timestamp": "DATETIME",
    "timestamptz": "DATETIME",
    "interval": "DATETIME",
    "real": "REAL",
    "double": "FLOAT",
    "numeric": "NUMERIC",
    "binary": "BLOB",
    "json": "JSON",
    "jsonb": "JSON",
    "uuid": "CHAR(32)",
}
POSTGRESQL = {
    "string": "varchar",
    "time": "time without time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "double": "double precision",
    "binary": "bytea",
}
SAME_IN_POSTGRESQL = {
    "float": "double precision",
    "decimal": "numeric",
    "character varying": "varchar",
    "character": "char",
}
WITH_LENGTH = ("string", "char", "numeric")


def split_name(name):
    bare, _, rest = name.partition("(")
    return bare, "(" + rest if rest else ""


def sqlite_text(name):
    bare, rest = split_name(name)
    if bare not in SQLITE:
        return None
    return SQLITE[bare] + (rest.replace(",", ", ") if bare in WITH_LENGTH else "")


def postgresql_text(name):
    if name.startswith("array("):
        return postgresql_text(name[len("array(") : -1].replace("array(", "").rstrip(")")) + "[]"
    bare, rest = split_name(name)
    text = POSTGRESQL.get(bare, bare)
    return text.replace(" ", rest + " ", 1) if rest and " " in text else text + rest


def plain_postgresql(text):
    """One of several spellings of one type."""
    text = text.lower().replace(", ", ",")
    text = re.sub(r"(\[\])+$", "[]", text)
    bare, rest = split_name(text.replace("[]", ""))
    if bare == "float" and rest:
        bare, rest = ("real" if int(rest.strip("()")) <= 24 else "double precision"), ""
    if bare == "numeric" and "," not in rest and rest:
        rest = rest[:-1] + ",0)"
    return SAME_IN_POSTGRESQL.get(bare, bare) + rest + ("[]" if text.endswith("[]") else "")


def stripped(type_, engine):
    """The type below decorators and variants, as the engine gets it."""
    for _ in range(20):
        variants = getattr(type_, "_variant_mapping", None) or {}
        if engine in variants:
            type_ = variants[engine]
        elif isinstance(type_, TypeDecorator) and not isinstance(type_, sqltypes.Interval):
            inner = attempt(lambda: type_.load_dialect_impl(DIALECTS[engine]))
            type_ = inner if inner is not None and inner is not type_ else type_.impl
        else:
            break
    return type_


def decorators(type_):
    """The names of the user's own types over a plain one."""
    names = []
    while isinstance(type_, TypeDecorator):
        if type(type_).__name__ not in ("Variant", "Interval"):
            names.append(type(type_).__name__)
        type_ = attempt(lambda: type_.impl)
    return names


def lengthy(name, length):
    return "%s(%d)" % (name, length) if length else name


def numeric_name(type_):
    if type_.precision is None:
        return "numeric"
    if type_.scale is None:
        return "numeric(%d)" % type_.precision
    return "numeric(%d,%d)" % (type_.precision, type_.scale)


def float_name(type_):
    if type(type_).__name__ == "REAL" or (type_.precision or 53) <= 24:
        return "real"
    return "double"


def time_name(type_):
    precision = getattr(type_, "precision", None)
    if isinstance(type_, sqltypes.DateTime):
        name = "timestamptz" if type_.timezone else "timestamp"
    else:
        name = "time"
    return name if precision is None else "%s(%d)" % (name, precision)


# The first that fits, so that a class stands before those that it inherits from.
NAMES = (
    (("Boolean",), lambda t: "boolean"),
    (("SmallInteger",), lambda t: "smallint"),
    (("BigInteger",), lambda t: "bigint"),
    (("Integer",), lambda t: "integer"),
    (("Interval",), lambda t: "interval"),
    (("DateTime", "Time"), time_name),
    (("Date",), lambda t: "date"),
    (("Float",), float_name),
    (("Numeric",), numeric_name),
    (("CHAR", "NCHAR"), lambda t: lengthy("char", t.length)),
    (("Text",), lambda t: "text"),
    (("String",), lambda t: lengthy("string", t.length)),
    (("LargeBinary", "_Binary"), lambda t: "binary"),
    (("Uuid",), lambda t: "uuid" if attempt(lambda: t.native_uuid, True) else "char(32)"),
)


def plain_name(type_):
    """The portable name of a type without decorators, or None."""
    if isinstance(type_, postgresql.UUID):
        return "uuid"
    if isinstance(type_, postgresql.INTERVAL):
        return "interval" if type_.precision is None and type_.fields is None else None
    if isinstance(type_, postgresql.BYTEA):
        return "binary"
    if isinstance(type_, postgresql.JSONB):
        return "jsonb"
    if is_type(type_, "JSON"):
        return "json"
    for classes, name in NAMES:
        if is_type(type_, *classes):
            return name(type_)
    return None


class Spelling:
    """base: the type; overrides: engine -> type; enum_check: whether SQLite checks the labels; collation."""

    def __init__(self, base, overrides=None):
        self.base = base
        self.overrides = overrides or {}
        self.enum_check = None

    def key(self):
        return (self.base, tuple(sorted(self.overrides.items())))


def native(text):
    return 'native("%s")' % text.replace('"', '""')


def override(engine, text):
    """The portable name for the engine's text, or its own words."""
    if engine == "sqlite":
        bare, rest = split_name(text)
        for name, own in SQLITE.items():
            if own == text or (own == bare and name in WITH_LENGTH):
                return name + (rest.replace(", ", ",") if own != text else "")
        return native(text)
    return native(text.lower())


class Types:
    def __init__(self, notes):
        self.notes = notes
        self.enums = {}  # name -> (labels, schema)

    def spell(self, type_, where):
        """`where`: the column, "users.id"."""
        variants = getattr(type_, "_variant_mapping", None) or (
            type_.mapping if type(type_).__name__ == "Variant" else {}
        )
        for other in sorted(set(variants) - set(DIALECTS)):
            self.notes.add("types for %s left out" % other, where)
        types = {engine: stripped(type_, engine) for engine in DIALECTS}
        names = {"postgresql": self.name(types["postgresql"], where)}
        alike = [getattr(types[engine], "enums", None) for engine in DIALECTS]
        if alike[0] is not None and alike[0] == alike[1] and names["postgresql"].startswith("enum("):
            names["sqlite"] = names["postgresql"]  # which has no types, whatever it calls its own
        else:
            names["sqlite"] = self.name(types["sqlite"], where)
        texts = {e: attempt(lambda e=e: type_.compile(dialect=DIALECTS[e])) for e in DIALECTS}
        texts = {e: text and re.sub(r' COLLATE ("[^"]*"|\S+)', "", text) for e, text in texts.items()}
        if isinstance(types["sqlite"], sqltypes.NullType) and names["postgresql"] is None:
            self.notes.add("columns without a type", where)
            return Spelling("untyped", {"postgresql": "text"})
        chosen = [n for n in (names["postgresql"], names["sqlite"]) if n is not None]
        if not chosen:
            return self.unknown(type_, texts, where)
        spellings = [self.with_overrides(name, texts) for name in chosen]
        spelling = min(spellings, key=lambda s: len(s.overrides))
        if isinstance(types["postgresql"], sqltypes.Enum) and spelling.base.startswith("enum("):
            spelling.enum_check = bool(types["sqlite"].create_constraint)
        return spelling

    def unknown(self, type_, texts, where):
        known = [texts[e] for e in ("postgresql", "sqlite") if texts[e]]
        if not known:
            generic = next(
                (c for c in type(type_).__mro__ if c.__module__ == "sqlalchemy.sql.sqltypes"), None
            )
            self.notes.add("types that neither engine has", "%s (%s)" % (where, type(type_).__name__))
            name = attempt(lambda: plain_name(generic()))
            return Spelling(name or "text")
        spelling = Spelling(native(known[0]))
        if texts["postgresql"] and texts["sqlite"] and texts["sqlite"].lower() != texts["postgresql"].lower():
            spelling.overrides["sqlite"] = override("sqlite", texts["sqlite"])
        return spelling

    def with_overrides(self, name, texts):
        overrides = {}
        if texts["sqlite"] is not None and self.sqlite_text(name) != texts["sqlite"]:
            overrides["sqlite"] = override("sqlite", texts["sqlite"])
        by_name = "enum(" in name
        if texts["postgresql"] is not None and not by_name:
            if plain_postgresql(texts["postgresql"]) != postgresql_text(name):
                known = texts["postgresql"] not in (
                    "BLOB",
                    "CLOB",
                    "DATETIME",
                    "BINARY",
                    "VARBINARY",
                    "DOUBLE",
                )
                if known and not re.match(r"(BINARY|VARBINARY|NVARCHAR|NCHAR|TEXT)\b", texts["postgresql"]):
                    overrides["postgresql"] = override("postgresql", texts["postgresql"])
        return Spelling(name, overrides)

    def sqlite_text(self, name):
        if name.startswith("enum("):
            labels = self.enums[name[5:-1]][0]
            return "VARCHAR(%d)" % max(len(label) for label in labels)
        return sqlite_text(name)

    def name(self, type_, where):
        if isinstance(type_, sqltypes.Enum):
            return self.enum_name(type_, where)
        if isinstance(type_, sqltypes.ARRAY):
            element = self.spell(type_.item_type, where)
            dimensions = max(1, type_.dimensions or 1)
            return "array(" * dimensions + element.base + ")" * dimensions
        return attempt(lambda: plain_name(type_))

    def enum_name(self, type_, where):
        """The name of a type in the database; without one, or where the engines could not hold its labels, a text."""
        labels = [str(label) for label in type_.enums]
        fits = all(label.strip() and len(label.encode()) <= 63 and label.isprintable() for label in labels)
        if not type_.native_enum or not labels or not fits:
            if not fits:
                self.notes.add("enums whose labels no engine takes, kept as text", where)
            longest = max((len(label) for label in labels), default=0)
            return lengthy("string", getattr(type_, "length", None) or longest)
        name = type_.name or where.replace(".", "_")
        name = re.sub(r"[()]", "_", name)[:63]
        entry = (labels, type_.schema)
        while name in self.enums and self.enums[name] != entry:
            self.notes.add("enums renamed, their name has other labels elsewhere", "%s of %s" % (name, where))
            name = where.replace(".", "_")[:63] if name != where.replace(".", "_")[:63] else name[:60] + "_2"
        self.enums[name] = entry
        return "enum(%s)" % name
