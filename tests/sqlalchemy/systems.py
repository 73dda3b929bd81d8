#!/usr/bin/env python3
"""Every system of the documents as SQLAlchemy's classes, in each style that this SQLAlchemy knows: black would not lay
them out otherwise, they import and configure without a warning, and what create_all() makes of them in SQLite and in
PostgreSQL (the server at CORM_TEST_PG, a libpq connection string without a database) is what the model says, by
`diff --check`.
usage: systems.py PROGRAM SYSTEMS-FOLDER
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

try:
    import black
    import flask
    import flask_sqlalchemy
    import psycopg2
    import sqlalchemy
    import sqlalchemy.orm
except ImportError as error:
    print("skipped:", error)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

SERVER = os.environ.get("CORM_TEST_PG")
REQUIRED = os.environ.get("CI") == "true" or os.environ.get("CORM_REQUIRE_PG") == "1"
STYLES = {"sqlalchemy": ["sqlalchemy"], "flask": ["flask-sqlalchemy"]}
if sqlalchemy.__version__ >= "2":
    STYLES["mapped"] = ["sqlalchemy", "--style", "mapped"]


def run(program, folder, url, *arguments):
    environment = {**os.environ, "SYSTEM_URL": url}
    made = subprocess.run([program, "-C", folder, *arguments], capture_output=True, text=True, env=environment)
    if made.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)}: {made.stdout}{made.stderr}")
    return made.stdout


def metadata_of(source):
    names = {"__name__": "exported"}
    with warnings.catch_warnings():
        warnings.simplefilter("error", sqlalchemy.exc.SAWarning)
        exec(compile(source, "models.py", "exec"), names)
        sqlalchemy.orm.configure_mappers()
    return (names["db"] if "db" in names else names["Base"]).metadata


@contextlib.contextmanager
def sqlite(folder):
    path = folder / "system.db"
    yield "sqlite:system.db", sqlalchemy.create_engine(f"sqlite:///{path}")
    path.unlink()


DATABASE = f"sqlalchemy_{os.getpid()}"


def tell(database, *statements):
    connection = psycopg2.connect(f"{SERVER} dbname={database}")
    connection.autocommit = True
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()


@contextlib.contextmanager
def postgresql(folder):
    words = dict(word.split("=", 1) for word in SERVER.split())
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg2://",
        creator=lambda: psycopg2.connect(f"{SERVER} dbname={DATABASE}"),
        poolclass=sqlalchemy.pool.NullPool,
    )
    try:
        yield f"postgresql://{words['user']}@/{DATABASE}?host={words['host']}", engine
    finally:
        engine.dispose()
        tell(DATABASE, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


def check(program, folder, style):
    engines = [sqlite, postgresql] if SERVER else [sqlite]
    source = run(program, folder, "sqlite:system.db", "export", *STYLES[style])
    if black.format_str(source, mode=black.Mode()) != source:
        raise RuntimeError("black would lay it out otherwise")
    metadata = metadata_of(source)
    for open_database in engines:
        with open_database(folder) as (url, engine):
            metadata.create_all(engine)
            engine.dispose()
            run(program, folder, url, "diff", "--check")
    sqlalchemy.orm.clear_mappers()


def check_all(program, systems):
    failed = 0
    with tempfile.TemporaryDirectory(prefix="corm-sqlalchemy.") as name:
        work = pathlib.Path(name)
        root = systems.resolve().parent.parent
        shutil.copy(root / "model.yaml", work)
        shutil.copytree(root / "fixtures", work / "fixtures")
        cases = sorted(path.parent for path in systems.glob("*/corm.yaml"))
        for system in cases:
            for style in STYLES:
                here = work / "tests" / "systems" / f"{system.name}_{style}"
                shutil.copytree(system, here)
                try:
                    check(program, here, style)
                except Exception as error:
                    failed += 1
                    print(f"FAILED {system.name} {style}: {type(error).__name__}: {error}")
    engines = "SQLite and PostgreSQL" if SERVER else "SQLite alone, for CORM_TEST_PG names no server,"
    print(f"{len(cases)} systems as {', '.join(STYLES)} in {engines}: {failed} failed")
    return bool(cases) and failed == 0


def has_server():
    try:
        tell("postgres")
    except psycopg2.OperationalError as error:
        print("skipped: PostgreSQL:", error)
        return False
    return True


def main():
    global SERVER
    if SERVER and not has_server():
        SERVER = None
        if REQUIRED:
            sys.exit(1)
    if SERVER:
        tell("postgres", f"CREATE DATABASE {DATABASE}")
    try:
        good = check_all(os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]))
    finally:
        if SERVER:
            tell("postgres", f"DROP DATABASE {DATABASE}")
    sys.exit(0 if good else 1)


main()
