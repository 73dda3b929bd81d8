"""Defaults of columns: the database's, and those of the program."""

import enum
import inspect
import re

from sqlalchemy.sql.elements import ClauseElement

from corm_import.expressions import DIALECTS, Writer, bare, literal
from corm_import.notes import attempt

TEXTS = ("string", "char", "text", "enum", "date", "time", "json", "uuid")


def server_texts(column):
    """engine -> what stands behind DEFAULT."""
    texts = {}
    for name, dialect in DIALECTS.items():
        compiler = dialect.ddl_compiler(dialect, None)
        text = attempt(lambda c=compiler: c.get_column_default_string(column))
        if text is not None:
            texts[name] = bare(text)
    return texts


def literal_default(text, type_name):
    """A quoted text as a value of the YAML, or None where it would become another SQL text."""
    bare = type_name.split("(")[0]
    inner = text[1:-1].replace("''", "'")
    if bare in ("string", "char", "text") or (bare == "enum" and inner.isprintable()):
        length = re.search(r"\((\d+)\)", type_name)
        fits = bare == "enum" or length is None or len(inner) <= int(length.group(1))
        return inner if fits and inner.isprintable() else None
    return None


def server_default(column, type_name):
    """(default, override for PostgreSQL): each None or a value of the YAML."""
    texts = server_texts(column)
    if not texts:
        return None, None
    first = texts.get("sqlite", texts.get("postgresql"))
    other = texts.get("postgresql", first)
    if re.match(r"'([^']|'')*'\Z", first) and first == other:
        value = literal_default(first, type_name)
        if value is not None:
            return value, None
    if first == other and re.match(r"-?\d{1,15}\Z", first) and type_name in ("integer", "bigint", "smallint"):
        return int(first), None
    return {"sql": first}, None if first == other else {"sql": other}


def callable_name(function):
    """ "datetime.datetime.utcnow": how another module would write it, or None."""
    function = inspect.unwrap(function)
    name = getattr(function, "__qualname__", None)
    owner = getattr(function, "__self__", None)
    module = getattr(function, "__module__", None)
    if name is None or "<" in name:
        return None
    if module is None and isinstance(owner, type):
        module = owner.__module__
    return name if module in (None, "builtins") else "%s.%s" % (module, name)


def takes_context(function):
    """The program's function wants the row that is being written."""
    bound = attempt(lambda: inspect.signature(inspect.unwrap(function)).parameters.values(), ())
    return any(p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD for p in bound)


def python_default(default, catalog):
    """(expression, why there is none); (None, None) where nothing is given."""
    if default is None:
        return None, None
    if getattr(default, "is_sequence", False):
        return None, "sequence %s" % default.name
    value = default.arg
    if getattr(default, "is_callable", False):
        name = callable_name(value)
        if name is None:
            return None, "a lambda or local function"
        inner = inspect.unwrap(value)
        if inner is not value and takes_context(value):
            return None, "%s, which takes the context" % name
        return name, None
    if isinstance(value, ClauseElement):
        writer = Writer(catalog)
        text = writer.write(value)
        return (None, text) if writer.opaque else (text, None)
    if isinstance(value, enum.Enum):
        return literal(value.name), None
    if isinstance(value, (bool, int, float, str, list, dict, tuple)):
        return repr(value), None
    return None, type(value).__name__
