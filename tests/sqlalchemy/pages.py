#!/usr/bin/env python3
"""The examples of the rules' pages as SQLAlchemy's classes: the right ones configure in silence, and what SQLAlchemy says
of a wrong one its page quotes, "..." standing for what is left out.
usage: pages.py PROGRAM PAGES-FOLDER
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

try:
    import sqlalchemy
    import sqlalchemy.orm
except ImportError as error:
    print("skipped:", error)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

LEAST = 16  # of a quotation


def examples(page, title):
    section = re.search(rf"\n## {title}\n(.*?)(?=\n## |\Z)", page, re.S)
    blocks = re.findall(r"\n```yaml *(.*?)\n(.*?\n)```\n", section.group(1) + "\n", re.S)
    return {name or "model.yaml": text for name, text in blocks}


def export(program, files):
    """None where the model does not compile: then there is nothing that SQLAlchemy could be asked."""
    with tempfile.TemporaryDirectory(prefix="corm-page.") as folder:
        files = {"corm.yaml": "corm: 1\nengines: [postgresql]\n", **files}
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        made = subprocess.run(
            [program, "-C", folder, "export", "sqlalchemy", "--no-lint"], capture_output=True, text=True
        )
    return made.stdout if made.returncode == 0 else None


def said(source):
    """What SQLAlchemy raises or warns of."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always", sqlalchemy.exc.SAWarning)
        messages = []
        try:
            exec(compile(source, "models.py", "exec"), {"__name__": "m"})
            sqlalchemy.orm.configure_mappers()
        except (sqlalchemy.exc.SQLAlchemyError, AttributeError, NameError, SyntaxError, TypeError) as error:
            messages.append(str(error))
        finally:
            sqlalchemy.orm.clear_mappers()
    return messages + [str(one.message) for one in seen if issubclass(one.category, sqlalchemy.exc.SAWarning)]


def quotations(page):
    prose = " ".join(page.split("\n## Wrong")[0].split())
    return [quoted for quoted in re.findall(r"`([^`]+)`", prose) if len(quoted) >= LEAST]


def is_quoted(message, page):
    message = " ".join(message.split())
    return any(all(part.strip() in message for part in quoted.split("...")) for quoted in quotations(page))


def complaints(program, page):
    source = export(program, examples(page, "Right"))
    if source is None:
        yield "the right example cannot be exported"
    else:
        yield from (f"the right example: {message}" for message in said(source))
    source = export(program, examples(page, "Wrong"))
    messages = said(source) if source is not None else []
    if messages and not any(is_quoted(message, page) for message in messages):
        yield f"does not quote: {messages[0]}"


def main():
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    failed = 0
    pages = sorted(path for path in folder.glob("*.md") if path.stem != "README")
    for path in pages:
        for complaint in complaints(program, path.read_text()):
            failed += 1
            print(f"FAILED {path.stem}: {complaint}")
    print(f"{len(pages)} pages, {failed} failed")
    sys.exit(1 if failed or not pages else 0)


main()
