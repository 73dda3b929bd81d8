"""Relationships: what their authors wrote, in the model's words.

Each option is written where it was given and is not the default.  What is SQL in the program becomes the text that
SQLAlchemy itself takes for it; a text stays as it was written where the model knows all of its names."""

import re
import types

from sqlalchemy import Table
from sqlalchemy.sql import Join

from corm_import.catalog import own_relationships, table_name
from corm_import.expressions import Opaque, Writer, literal
from corm_import.layout import Block, Flow
from corm_import.load import GIVEN
from corm_import.notes import attempt

JOINS = ("primaryjoin", "secondaryjoin")
LISTS = ("foreign_keys", "remote_side", "order_by")
FLAGS = {
    "viewonly": False,
    "sync_backref": None,
    "post_update": False,
    "single_parent": False,
    "passive_updates": True,
    "enable_typechecks": True,
    "active_history": False,
    "cascade_backrefs": True,
    "distinct_target_key": None,
    "load_on_pending": False,
    "bake_queries": True,
    "omit_join": None,
}
LAZY = {True: "select", False: "joined", None: "noload"}
KNOWN = set(JOINS + LISTS) | set(FLAGS)
KNOWN |= {
    "argument",
    "secondary",
    "backref",
    "back_populates",
    "uselist",
    "cascade",
    "lazy",
    "overlaps",
    "innerjoin",
}
KNOWN |= {
    "passive_deletes",
    "collection_class",
    "join_depth",
    "doc",
    "info",
    "query_class",
    "comparator_factory",
}
NAMES = re.compile(r"(?<![\w.'\"])[A-Za-z_]\w*(?:\.\w+)*")
SPACES = re.compile(r"""('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|(\(\s+)|(\s*,?\s+\))|\s+""")
FUNCTIONS = {
    "and_",
    "or_",
    "not_",
    "foreign",
    "remote",
    "desc",
    "asc",
    "cast",
    "None",
    "True",
    "False",
    "text",
    "func",
    "join",
    "outerjoin",
}
JOIN_CALLS = ("join(", "outerjoin(")


def is_left_out(value):
    """SQLAlchemy 2 hands on a tuple of NO_ARG for each relationship without words of dataclasses."""
    words = value if isinstance(value, tuple) else (value,)
    return all(word is None or getattr(word, "name", None) == "NO_ARG" for word in words)


def is_plain(value):
    """YAML has a form for it that comes back as the same."""
    if isinstance(value, dict):
        return all(isinstance(k, str) and is_plain(v) for k, v in value.items())
    if type(value) is list:
        return all(is_plain(v) for v in value)
    return value is None or type(value) in (str, int, bool) or (type(value) is float and value - value == 0)


def in_one_line(text):
    """An author's text of several lines, without what only they asked for: "and_(\n a,\n b,\n)".  The comma of a tuple
    of one stays."""
    end = ")" if not re.search(r"(?<!\w)\(", without_texts(text)) else ",)"

    def shorter(found):
        quoted, opening, closing = found.groups()
        if closing:
            return end if "," in closing else ")"
        return quoted or ("(" if opening else " ")

    return SPACES.sub(shorter, text.strip())


def without_texts(text):
    return re.sub(r"'(\\.|[^'\\])*'|\"(\\.|[^\"\\])*\"", "''", text)


def is_function(value):
    return callable(value) and not isinstance(value, type) and not hasattr(value, "__clause_element__")


class Side:
    """One relationship: its property where there is one, and what its author gave."""

    def __init__(self, prop, given):
        self.prop = prop
        self.given = given


def dotted(thing):
    """ "collections.deque", "set"."""
    name = getattr(thing, "__qualname__", None)
    if name is None or "<" in name:
        return None
    module = getattr(thing, "__module__", None)
    return name if module in (None, "builtins") else "%s.%s" % (module, name)


def closure_values(function):
    cells = getattr(function, "__closure__", None) or ()
    names = getattr(getattr(function, "__code__", None), "co_freevars", ())
    return {name: attempt(lambda cell=cell: cell.cell_contents) for name, cell in zip(names, cells)}


def collection_text(thing):
    """ "set", "attribute_mapped_collection('key')", "ordering_list('position')"; None for what has no name."""
    if isinstance(thing, types.FunctionType) and "<lambda>" in thing.__name__:
        values = closure_values(thing)
        if "attr" in values:
            ordering = (values.get("kw") or {}).get("ordering_func")
            count = re.match(r"count_from_(\d+)\Z", getattr(ordering, "__name__", ""))
            return "ordering_list(%r%s)" % (values["attr"], ", count_from=" + count.group(1) if count else "")
        thing = values.get("keyfunc") or values.get("getter")
    getter = (
        getattr(thing, "keyfunc", None)
        or closure_values(getattr(thing, "__init__", None)).get("keyfunc")
        or thing
    )
    found = re.match(r"operator\.attrgetter\('(\w+)'\)\Z", repr(getter))
    name = found.group(1) if found else getattr(getter, "attr_name", getattr(getter, "name", None))
    if name is not None:
        return "attribute_mapped_collection(%r)" % name
    return dotted(thing)


class Relations:
    def __init__(self, catalog, notes):
        self.catalog = catalog
        self.notes = notes
        self.writer = Writer(catalog)
        self.generated = set()  # (mapper, name) of what a backref makes
        self.first_words = set(catalog.names.values()) | {t.name for t in catalog.tables}
        self.first_words |= {t.schema for t in catalog.tables if t.schema} | FUNCTIONS
        for mapper in catalog.mappers:
            for prop in own_relationships(mapper):
                backref = getattr(prop, GIVEN, {}).get("backref")
                if backref:
                    name = backref if isinstance(backref, str) else backref[0]
                    target = attempt(lambda prop=prop: prop.mapper)
                    self.generated.add((target, name))

    def write(self, mapper):
        block = Block(aligned=True)
        for prop in own_relationships(mapper):
            if (mapper, prop.key) in self.generated:
                continue
            where = "%s.%s" % (self.catalog.name(mapper), prop.key)
            target = self.target(prop)
            if target is None:
                self.notes.add("relationships to classes that are not taken over", where)
                block.remark("not taken over: %s, to a class that is not" % prop.key)
                continue
            block.add(prop.key, self.relationship(Side(prop, getattr(prop, GIVEN)), target, where))
        return block

    def target(self, prop):
        entity = attempt(lambda: prop.entity)
        if getattr(entity, "is_aliased_class", False):
            return None
        mapper = attempt(lambda: prop.mapper)
        return self.catalog.name(mapper) if mapper is not None else self.unknown_target(prop)

    @staticmethod
    def unknown_target(prop):
        """A name that leads nowhere, as it was written: the linter knows what may be meant."""
        given = getattr(prop, GIVEN).get("argument")
        return given if isinstance(given, str) else getattr(given, "__name__", None)

    def relationship(self, side, target, where):
        flow, options = Flow(target=target), self.options(side, where)
        flow.update({key: options.pop(key) for key in ("uselist", "secondary") if key in options})
        self.pairing(side, flow, where)
        flow.update(options)
        return flow

    def pairing(self, side, flow, where):
        given = side.given.get("back_populates")
        backref = side.given.get("backref")
        if given:
            flow["back_populates"] = given
        if isinstance(backref, str):
            flow["backref"] = backref
        elif backref:
            name, options = backref
            reverse = attempt(lambda: side.prop.mapper.get_property(name))
            options = {
                key: value for key, value in options.items() if not self.is_inherited(side, key, value)
            }
            inner = self.options(Side(reverse, options), "%s (backref)" % where)
            flow["backref"] = {"name": name, **inner} if inner else name

    @staticmethod
    def is_inherited(side, key, value):
        """Flask-SQLAlchemy and SQLAlchemy put options of their own into the map of a backref."""
        return key == "query_class"

    def options(self, side, where):
        options = {}
        self.uselist(side, options)
        self.secondary(side, options, where)
        for key in JOINS:
            self.join(side, key, options, where)
        for key in LISTS:
            self.columns(side, key, options, where)
        self.words(side, options)
        self.flags(side, options)
        self.python_parts(side, options, where)
        for key in sorted(set(side.given) - KNOWN):
            if not key.startswith("_") and not is_left_out(side.given[key]):
                words = "init, repr, default" if key == "attribute_options" else key
                self.notes.add("options of relationships (%s)" % words, where)
        return options

    # ---- one kind of option each ----

    @staticmethod
    def uselist(side, options):
        direction = attempt(lambda: side.prop.direction.name)
        value = side.given.get("uselist")
        if side.prop is not None:
            value = attempt(lambda: side.prop.uselist, value)
        if value is None or (direction is None and side.given.get("uselist") is None):
            return
        if direction is None or value != (direction != "MANYTOONE"):
            options["uselist"] = bool(value)

    def secondary(self, side, options, where):
        if side.given.get("secondary") is None:
            return
        secondary = attempt(lambda: side.prop.secondary)
        if isinstance(secondary, str) or callable(
            secondary
        ):  # not resolved where SQLAlchemy refuses another mapping
            secondary = self.evaluated(side, "secondary")
        if secondary is None and self.is_lost(side, "secondary", where):
            return
        if isinstance(secondary, Table) and self.catalog.is_known(secondary):
            options["secondary"] = table_name(secondary)
        elif isinstance(side.given["secondary"], str) and secondary is None:
            options["secondary"] = side.given["secondary"]
        elif isinstance(secondary, type) or secondary is None:
            options["secondary"] = getattr(side.given["secondary"], "__name__", str(side.given["secondary"]))
        else:
            options["secondary"] = {"join": self.joined(side.given["secondary"], secondary)}
            if not options["secondary"]["join"].startswith(JOIN_CALLS):
                self.notes.add("secondaries that are no table, kept as SQL text", where)

    def joined(self, given, secondary):
        """A join in the words that SQLAlchemy takes for it; the SQL of anything else."""
        if isinstance(given, str) and self.is_plain(given):
            return in_one_line(given)
        try:
            return self.join_call(secondary)
        except Opaque:
            return re.sub(r"\s+", " ", attempt(lambda: str(secondary)) or str(given))

    def join_call(self, part):
        if isinstance(part, Join) and not part.full:
            sides = self.join_call(part.left), self.join_call(part.right), self.writer.write(part.onclause)
            if not self.writer.opaque:
                return "%s(%s, %s, %s)" % (("outerjoin" if part.isouter else "join",) + sides)
        owner = self.catalog.owner.get(part) if isinstance(part, Table) else None
        if owner is not None:
            return self.catalog.name(owner)
        if isinstance(part, Table) and self.catalog.is_known(part) and part.schema is None:
            return part.name
        raise Opaque

    def evaluated(self, side, key):
        """What a text or a callable stands for; None where it cannot be found out."""
        value = side.given[key]
        if isinstance(value, str):
            return attempt(lambda: side.prop._clsregistry_resolve_arg(value)())
        if is_function(value):
            return attempt(value)
        return value

    def is_lost(self, side, key, where):
        """A function that fails: what it would give is not known, and what it is called says nothing."""
        lost = is_function(side.given[key])
        if lost:
            self.notes.add("options of relationships that fail when they are asked (%s)" % key, where)
        return lost

    def is_plain(self, text):
        """Whether the model knows all names of an author's text."""
        bare = without_texts(text)
        for name in NAMES.findall(bare):
            words = name.split(".")
            known = words[0] in self.first_words and (
                len(words) <= 2 or "c" in words[1:3] or words[0] == "func"
            )
            if not known and not re.search(r"\)\s*\.\s*%s\b" % re.escape(words[0]), bare):
                method = len(words) == 3 and words[0] in self.first_words
                if not method:
                    return False
        return True

    def join(self, side, key, options, where):
        given = side.given.get(key)
        if given is None:
            return
        if isinstance(given, str) and self.is_plain(given):
            options[key] = in_one_line(given)
            return
        expression = self.evaluated(side, key)
        if expression is None:
            expression = attempt(lambda: getattr(side.prop, key))
        if expression is None or isinstance(expression, str) or is_function(expression):
            if not self.is_lost(side, key, where):
                options[key] = str(given)
            return
        options[key] = self.writer.write(expression)
        if self.writer.opaque:
            self.notes.add("joins kept as SQL text", where)

    def columns(self, side, key, options, where):
        given = side.given.get(key)
        if given is None or given is False or (isinstance(given, (list, tuple, set)) and not given):
            return
        value = self.evaluated(side, key)
        if value is None:
            if not self.is_lost(side, key, where):
                options[key] = str(given)
            return
        items = list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
        if isinstance(value, (set, frozenset)):
            items.sort(key=str)
        texts = [self.item(side, key, item, where) for item in items]
        options[key] = texts

    def item(self, side, key, item, where):
        if isinstance(item, str):
            return self.item_text(side, item)
        text = self.writer.write(item)
        if self.writer.opaque:
            self.notes.add("%s kept as SQL text" % key, where)
        return text

    def item_text(self, side, item):
        """A text inside a list: SQLAlchemy 1.4 takes one, and so do we."""
        found = attempt(lambda: side.prop._clsregistry_resolve_arg(item)())
        return item if found is None else self.writer.write(found)

    def words(self, side, options):
        given = side.given
        cascade = given.get("cascade", False)
        if cascade is not False:
            written = (
                [w.strip() for w in cascade.split(",")] if isinstance(cascade, str) else sorted(cascade or ())
            )
            written = [w for w in written if w]
            if set(written) != {"save-update", "merge"}:
                options["cascade"] = ", ".join(written)
        passive = given.get("passive_deletes", False)
        if passive:
            options["passive_deletes"] = "all" if passive == "all" else True
        lazy = getattr(side.prop, "lazy", given.get("lazy", "select"))
        lazy = LAZY.get(lazy, lazy) if isinstance(lazy, (bool, type(None))) else lazy
        if lazy != "select":
            options["lazy"] = lazy
        overlaps = given.get("overlaps")
        if overlaps:
            names = overlaps.split(",") if isinstance(overlaps, str) else sorted(overlaps)
            options["overlaps"] = ", ".join(name.strip() for name in names)
        if given.get("join_depth") is not None:
            options["join_depth"] = given["join_depth"]
        if given.get("innerjoin"):
            options["innerjoin"] = True
            if given["innerjoin"] is not True:
                self.notes.add("innerjoin=%r, taken over as true" % given["innerjoin"], str(side.prop))

    @staticmethod
    def flags(side, options):
        for key, default in FLAGS.items():
            value = side.given.get(key, default)
            if value in (True, False) and value != default:
                options[key] = value

    def python_parts(self, side, options, where):
        given = side.given
        collection = given.get("collection_class")
        if collection is None and side.prop is not None:
            collection = getattr(side.prop, "collection_class", None)
            collection = None if collection is list else collection
        if collection is not None:
            text = attempt(lambda: collection_text(collection))
            if text is None:
                self.notes.add("collection classes without a name", where)
            else:
                options["collection_class"] = text
        for key in ("query_class", "comparator_factory"):
            name = dotted(given.get(key)) if given.get(key) is not None else None
            if name is not None and not name.startswith("flask_sqlalchemy."):
                options[key] = name
        if given.get("doc"):
            options["doc"] = given["doc"]
        if given.get("info"):
            options["info"] = {str(k): v if is_plain(v) else literal(v) for k, v in given["info"].items()}
