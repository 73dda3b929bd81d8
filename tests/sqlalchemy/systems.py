#!/usr/bin/env python3
"""Every system of the documents as SQLAlchemy's classes: they import and configure without a warning, and what
create_all() makes of them in SQLite is what the model says, by `diff --check`.
usage: systems.py PROGRAM SYSTEMS-FOLDER
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

try:
    import flask
    import flask_sqlalchemy
    import sqlalchemy
    import sqlalchemy.orm
except ImportError as error:
    print("skipped:", error)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)


def run(program, folder, *arguments):
    environment = {**os.environ, "SYSTEM_URL": "sqlite:system.db"}
    made = subprocess.run([program, "-C", folder, *arguments], capture_output=True, text=True, env=environment)
    if made.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)}: {made.stdout}{made.stderr}")
    return made.stdout


def create(source, style, path):
    names = {"__name__": "exported"}
    exec(compile(source, "models.py", "exec"), names)
    sqlalchemy.orm.configure_mappers()
    metadata = names["db" if style.startswith("flask") else "Base"].metadata
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    sqlalchemy.orm.clear_mappers()


def check(program, system, style, work):
    here = work / "tests" / "systems" / f"{system.name}_{style}"
    shutil.copytree(system, here)
    with warnings.catch_warnings():
        warnings.simplefilter("error", sqlalchemy.exc.SAWarning)
        create(run(program, here, "export", style), style, here / "system.db")
    run(program, here, "diff", "--check")


def main():
    program, systems = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    failed = 0
    with tempfile.TemporaryDirectory(prefix="corm-sqlalchemy.") as name:
        work = pathlib.Path(name)
        root = systems.resolve().parent.parent
        shutil.copy(root / "model.yaml", work)
        shutil.copytree(root / "fixtures", work / "fixtures")
        cases = sorted(path.parent for path in systems.glob("*/corm.yaml"))
        for system in cases:
            for style in ("sqlalchemy", "flask-sqlalchemy"):
                try:
                    check(program, system, style, work)
                except Exception as error:
                    failed += 1
                    print(f"FAILED {system.name} {style}: {type(error).__name__}: {error}")
    print(f"{len(cases)} systems in two styles, {failed} failed")
    sys.exit(1 if failed or not cases else 0)


main()
