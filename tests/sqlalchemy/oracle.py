"""What SQLAlchemy says of a module of models: errors, warnings, and what each relationship came to."""
import re
import warnings

import sqlalchemy
from sqlalchemy import orm


class Verdict:
    def __init__(self):
        self.error = None  # the text of the first one
        self.error_type = None
        self.warnings = []
        self.relationships = {}
        self.names = None

    def __repr__(self):
        return f"{self.error_type}: {self.error} {self.warnings}"


def column(c):
    return f"{c.table.fullname}.{c.name}"


def pairs(of):
    return [[column(a), column(b)] for a, b in of or ()]


def facts(rel):
    reverse = {f"{r.parent.class_.__name__}.{r.key}" for r in rel._reverse_property}
    return {
        "direction": rel.direction.name,
        "uselist": bool(rel.uselist),
        "local": sorted({column(c) for c in rel.local_columns}),
        "remote": sorted({column(c) for c in rel.remote_side}),
        "sync": sorted(pairs(rel.synchronize_pairs)),
        "secondary_sync": sorted(pairs(rel.secondary_synchronize_pairs)),
        "reverse": reverse,
    }


def first_lines(error):
    return re.sub(r"\s+", " ", str(error)).strip()


def configure(source):
    """Runs the module and configures its mappers."""
    verdict = Verdict()
    verdict.names = {"__name__": "exported"}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(source, "models.py", "exec"), verdict.names)
            verdict.names["Base"].registry.configure()
        except Exception as error:
            verdict.error, verdict.error_type = first_lines(error), type(error).__name__
    verdict.warnings = [first_lines(w.message) for w in caught if issubclass(w.category, sqlalchemy.exc.SAWarning)]
    if verdict.error is None:
        for mapper in verdict.names["Base"].registry.mappers:
            for rel in mapper.relationships:
                if rel.parent is mapper:
                    verdict.relationships[f"{mapper.class_.__name__}.{rel.key}"] = facts(rel)
    return verdict


def dispose(verdict):
    base = (verdict.names or {}).get("Base")
    if base is not None:
        base.registry.dispose()
