#!/usr/bin/env python3
"""Random models out to SQLAlchemy and back: the module needs no reformatting by black, an import of it says the same
model (each relationship resolves to the same, and the SQL of the first migration is the same for each engine), and in
SQLAlchemy 2 the style with annotations comes to the same mappers and tables as the other.
usage: roundtrip.py PROGRAM COUNT [FIRST]     COUNT models, counting seeds from FIRST (0)
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import black
    import sqlalchemy
    from sqlalchemy.dialects import postgresql, sqlite
except ImportError as error:
    print("skipped:", error)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

import oracle
from generate import generate

CONFIG = """corm: 1
model: model.yaml
engines: [%s]
default_environment: dev
environments: {dev: {url: "postgresql://nobody@/nowhere"}}
"""
RESOLVED = ("direction", "uselist", "target", "secondary", "local", "remote", "reverse")


class Difference(Exception):
    pass


def same(what, before, after):
    if before != after:
        lines = [f"{a!r} became {b!r}" for a, b in zip(before, after) if a != b]
        lines += [f"gone: {line!r}" for line in before[len(after):]] + [f"new: {line!r}" for line in after[len(before):]]
        raise Difference(f"{what}: {lines[0]}")


class Refused(Exception):
    """No migration can be made of the model."""


class Project:
    def __init__(self, program, folder, model):
        self.program, self.folder = program, folder
        folder.mkdir(parents=True)
        schemas = "schemas:" in model or '"schemas"' in model  # of PostgreSQL alone
        (folder / "corm.yaml").write_text(CONFIG % ("postgresql" if schemas else "sqlite, postgresql"))
        (folder / "model.yaml").write_text(model)

    def run(self, *arguments):
        made = subprocess.run([self.program, "-C", self.folder, *arguments], capture_output=True, text=True)
        if "error: the model has " in made.stderr:
            raise Refused
        if made.returncode != 0 or "not taken over" in made.stderr:
            raise Difference(f"{' '.join(arguments)}: exit {made.returncode}: {made.stderr.strip()}")
        return made.stdout

    def relationships(self):
        found = json.loads(self.run("explain", "--format", "json"))["relationships"]
        return [f"{name} {[rel[word] for word in RESOLVED]}" for name, rel in sorted(found.items())]

    def statements(self):
        text = self.run("generate", "first", "--version", "20260101000000", "--dry-run", "--offline", "--no-lint")
        lines = [re.sub(r"  \(foreign key to .*", "", line) for line in text.splitlines()]  # derived, not written
        return [line for line in lines if not line.lstrip().startswith("--") and "h1:" not in line]


def tables(metadata):
    made = []
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        for _, table in sorted(metadata.tables.items()):
            made.append(str(sqlalchemy.schema.CreateTable(table).compile(dialect=dialect)))
            made += sorted(str(sqlalchemy.schema.CreateIndex(i).compile(dialect=dialect)) for i in table.indexes)
    return made


def mappers(verdict):
    found = [f"{name} {sorted(map(str, facts.items()))}" for name, facts in sorted(verdict.relationships.items())]
    return found + (tables(verdict.names["Base"].metadata) if verdict.error is None else [verdict.error])


def judge(source):
    """What SQLAlchemy makes of it, and whether it takes it."""
    same("black", source.splitlines(), black.format_str(source, mode=black.Mode()).splitlines())
    verdict = oracle.configure(source)
    try:
        return mappers(verdict), verdict.error is None
    finally:
        oracle.dispose(verdict)


def check(program, work, model):
    """False where SQLAlchemy or corm itself refuses the model."""
    before = Project(program, work / "before", json.dumps(model))
    try:
        statements = before.statements()
    except Refused:
        return False
    source = before.run("export", "sqlalchemy", "--no-lint")
    made, taken = judge(source)
    if sqlalchemy.__version__ >= "2":
        same("mapped", made, judge(before.run("export", "sqlalchemy", "--no-lint", "--style", "mapped"))[0])
    if not taken:
        return False
    (before.folder / "models.py").write_text(source)
    imported = before.run("import", "sqlalchemy", "models.py", "--python", sys.executable)
    after = Project(program, work / "after", imported)
    same("relationships", before.relationships(), after.relationships())
    same("statements", statements, after.statements())
    return True


def main():
    program, count = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    failed = refused = 0
    with tempfile.TemporaryDirectory(prefix="corm-roundtrip.") as name:
        for seed in range(first, first + count):
            try:
                refused += 0 if check(program, pathlib.Path(name) / str(seed), generate(seed)) else 1
            except Difference as difference:
                failed += 1
                print(f"FAILED seed {seed}: {difference}", flush=True)
    print(f"SQLAlchemy {sqlalchemy.__version__}: {count} models out and back, {refused} refused, {failed} differ")
    sys.exit(1 if failed or refused > count / 5 else 0)


main()
