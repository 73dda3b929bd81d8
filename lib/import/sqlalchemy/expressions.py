"""SQL expressions of SQLAlchemy as text: as the Python that its string arguments take, and as SQL."""

import enum
import re

import sqlalchemy
from sqlalchemy import Table, literal_column, select
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import elements, functions, operators, visitors

from corm_import.notes import attempt

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect(paramstyle="named")}

INFIX = {
    operators.eq: "==",
    operators.ne: "!=",
    operators.lt: "<",
    operators.le: "<=",
    operators.gt: ">",
    operators.ge: ">=",
    operators.add: "+",
    operators.sub: "-",
    operators.mul: "*",
    operators.truediv: "/",
    operators.mod: "%",
}
METHODS = {
    "is_": "is_",
    "is_not": "is_not",
    "isnot": "is_not",
    "in_op": "in_",
    "not_in_op": "not_in",
    "notin_op": "not_in",
    "like_op": "like",
    "not_like_op": "not_like",
    "notlike_op": "not_like",
    "ilike_op": "ilike",
    "not_ilike_op": "not_ilike",
    "startswith_op": "startswith",
    "endswith_op": "endswith",
    "contains_op": "contains",
    "concat_op": "concat",
    "between_op": "between",
    "is_distinct_from": "is_distinct_from",
    "is_not_distinct_from": "is_not_distinct_from",
}
SUFFIXES = {
    "desc_op": "desc",
    "asc_op": "asc",
    "nulls_first_op": "nulls_first",
    "nullsfirst_op": "nulls_first",
    "nulls_last_op": "nulls_last",
    "nullslast_op": "nulls_last",
}


def in_place(element):
    """Its SQL, where a subquery finds the tables that it is correlated with."""
    outer = {table for part in visitors.iterate(element) for table in getattr(part, "_correlate", None) or ()}
    options = {"dialect": DIALECTS["sqlite"], "compile_kwargs": {"literal_binds": True}}
    if not outer:
        return str(element.compile(**options))
    enclosing = select(literal_column("1")).select_from(*sorted(outer, key=str)).where(element)
    return str(enclosing.compile(**options)).partition("WHERE ")[2]


class Opaque(Exception):
    """Nothing that the strings of SQLAlchemy can say without raw SQL."""


def sql(element, dialect="postgresql"):
    """As DDL shows it: literals in place, columns without their table."""
    chosen = DIALECTS[dialect]
    compiler = chosen.statement_compiler(chosen, None)
    return compiler.process(element, include_table=False, literal_binds=True)


def either_sql(element):
    """The SQL text that both engines take, or that of the one that does."""
    texts = [attempt(lambda d=d: sql(element, d)) for d in ("postgresql", "sqlite")]
    return texts[0] if texts[0] is not None else texts[1]


def bare(text):
    """Without the brackets around all of it."""
    while text is not None and text.startswith("(") and text.endswith(")"):
        depth, quoted = 0, False
        for c in text[:-1]:
            quoted = quoted != (c == "'")
            depth += 0 if quoted else (c == "(") - (c == ")")
            if depth == 0:
                return text
        text = text[1:-1].strip()
    return text


def literal(value):
    """A value as Python writes it."""
    if isinstance(value, enum.Enum):
        return literal(value.name)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
        return "[%s]" % ", ".join(literal(v) for v in items)
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)
    return repr(str(value))


def flat(junction, operator):
    """a & b & c as three clauses."""
    for clause in junction.clauses:
        inner = clause.element if isinstance(clause, elements.Grouping) else clause
        if isinstance(inner, elements.BooleanClauseList) and inner.operator is operator:
            yield from flat(inner, operator)
        else:
            yield clause


class Writer:
    """Expressions as SQLAlchemy's strings, names as the catalog has them."""

    def __init__(self, catalog):
        self.catalog = catalog
        self.opaque = False  # whether a part had to stay SQL text

    def write(self, element):
        self.opaque = False
        return self.part(element)

    def part(self, element):
        try:
            return self.known(element)
        except Opaque:
            self.opaque = True
            return self.as_sql(element)

    @staticmethod
    def as_sql(element):
        """A column by its SQL: text() could stand neither in order_by nor before an operator, and takes :x for a value."""
        text = attempt(lambda: in_place(element))
        text = re.sub(r"\s+", " ", text if text is not None else str(element))
        grouped = isinstance(element, (elements.BinaryExpression, elements.ClauseList))
        return "literal_column(%r)" % ("(%s)" % text if grouped else text)

    def known(self, element):
        if hasattr(element, "__clause_element__"):
            element = element.__clause_element__()
        for kind, write in (
            (elements.ColumnClause, self.column),
            (elements.BindParameter, self.bound),
            (elements.BooleanClauseList, self.clauses),
            (elements.Grouping, self.grouping),
            (elements.BinaryExpression, self.binary),
            (elements.AsBoolean, self.truth),
            (elements.UnaryExpression, self.unary),
            (elements.Null, lambda e: "None"),
            (elements.True_, lambda e: "True"),
            (elements.False_, lambda e: "False"),
            (elements.Cast, self.cast),
            (elements.Case, self.case),
            (getattr(elements, "ExpressionClauseList", ()), self.chain),
            (elements.Label, lambda e: self.part(e.element)),
            (functions.FunctionElement, self.function),
            (elements.TextClause, lambda e: "text(%r)" % e.text),
            (elements.ClauseList, lambda e: "[%s]" % ", ".join(self.part(c) for c in e.clauses)),
        ):
            if isinstance(element, kind):
                return write(element)
        raise Opaque

    def column(self, column):
        if not isinstance(getattr(column, "table", None), Table):
            raise Opaque
        annotations = getattr(column, "_annotations", {})
        plain = column._deannotate() if annotations else column
        plain = plain.table.c.get(plain.key, plain)
        entity = annotations.get("parententity")
        if getattr(entity, "is_aliased_class", False) or not self.catalog.is_known(plain.table):
            raise Opaque
        mapper = getattr(entity, "mapper", None)
        path = self.catalog.column_path(plain, mapper, annotations.get("proxy_key"))
        path = "remote(%s)" % path if "remote" in annotations else path
        return "foreign(%s)" % path if "foreign" in annotations else path

    def bound(self, parameter):
        if parameter.callable is not None:
            raise Opaque
        return literal(parameter.value)

    def grouping(self, group):
        """Brackets come from where they are needed; those of a subquery are its own."""
        try:
            return self.known(group.element)
        except Opaque:
            raise Opaque from None

    def clauses(self, junction):
        name = {operators.and_: "and_", operators.or_: "or_"}.get(junction.operator)
        if name is None:
            raise Opaque
        return "%s(%s)" % (name, ", ".join(self.part(c) for c in flat(junction, junction.operator)))

    def operand(self, element):
        """Of an operator, in parentheses where it is one itself."""
        text = self.part(element)
        inner = element.element if isinstance(element, elements.Grouping) else element
        method = getattr(getattr(inner, "operator", None), "__name__", None) in METHODS
        return "(%s)" % text if isinstance(inner, elements.BinaryExpression) and not method else text

    def binary(self, expression):
        operator = expression.operator
        left = self.operand(expression.left)
        if operator in INFIX:
            return "%s %s %s" % (left, INFIX[operator], self.operand(expression.right))
        if isinstance(operator, operators.custom_op):
            return "%s.op(%r)(%s)" % (left, operator.opstring, self.part(expression.right))
        name = METHODS.get(getattr(operator, "__name__", None))
        if name is None:
            raise Opaque
        right = expression.right
        if name == "between":
            return "%s.between(%s)" % (left, ", ".join(self.part(c) for c in right.clauses))
        return "%s.%s(%s)" % (left, name, self.part(right))

    def chain(self, chain):
        """ "a + b + c" is one node in SQLAlchemy 2."""
        if chain.operator not in INFIX:
            raise Opaque
        return (" %s " % INFIX[chain.operator]).join(self.operand(c) for c in chain.clauses)

    def truth(self, expression):
        """A boolean column by itself, or not_() of one."""
        text = self.part(expression.element)
        return "not_(%s)" % text if expression.operator is operators.is_false else text

    def unary(self, expression):
        chosen = expression.modifier or expression.operator
        if chosen is operators.inv:
            return "not_(%s)" % self.part(expression.element)
        if chosen is operators.neg:
            return "-%s" % self.operand(expression.element)
        name = SUFFIXES.get(getattr(chosen, "__name__", None))
        if name is None:
            raise Opaque
        return "%s.%s()" % (self.operand(expression.element), name)

    def cast(self, expression):
        """SQLAlchemy finds the types of its own package in a string, no others."""
        name = type(expression.type).__name__
        if getattr(sqlalchemy, name, None) is not type(expression.type) or name in ("Enum", "PickleType"):
            raise Opaque
        text = repr(expression.type)
        return "cast(%s, %s)" % (self.part(expression.clause), text[:-2] if text.endswith("()") else text)

    def case(self, case):
        """Only the form that has a condition for each value."""
        if case.value is not None:
            raise Opaque
        parts = ["(%s, %s)" % (self.part(when), self.part(then)) for when, then in case.whens]
        parts += [] if case.else_ is None else ["else_=%s" % self.part(case.else_)]
        return "case(%s)" % ", ".join(parts)

    def function(self, function):
        if isinstance(function, functions.Function) or hasattr(function, "name"):
            package = ".".join(getattr(function, "packagenames", ()))
            name = "func.%s%s" % (package + "." if package else "", function.name)
            return "%s(%s)" % (name, ", ".join(self.part(c) for c in function.clauses))
        raise Opaque


def is_type(value, *names):
    """Whether the value is of a class of sqlalchemy.types that this version may lack."""
    return any(isinstance(value, getattr(sqltypes, name)) for name in names if hasattr(sqltypes, name))
