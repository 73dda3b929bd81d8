"""Prints the models of SQLAlchemy as a model of corm-migrate.

Called as `FD MODULE...`: the result goes to the file descriptor FD as frames, "kind size\\n" and that many bytes.
Kinds: yaml (the model), note (what could not be taken over, a line each), found (what was), error (why there is no
model).  Standard output is not ours: the modules may print."""

import os
import sys
import traceback
import warnings

SHOWN_LINES = 12
SHOWN_WIDTH = 200
STDLIB = os.path.dirname(os.__file__) + os.sep


def send(pipe, kind, text):
    body = text.encode("utf-8", "backslashreplace")
    pipe.write(b"%s %d\n%s" % (kind.encode(), len(body), body))


def send_error(pipe, text, hint=None):
    if hint is not None:
        send(pipe, "hint", hint)
    send(pipe, "error", text)


def hint_for(error, words):
    """What most often helps; None where nothing is known."""
    missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
    for name in [word.partition(":")[0] for word in words]:
        package, _, last = name.rpartition(".")
        if missing == name and "is not a package" in str(error):
            return "what a module holds stands behind a colon: %s:%s" % (package, last)
        if missing == name.split(".")[0]:
            return (
                "modules are looked for in %s, in src below it and in PYTHONPATH; -C DIR goes elsewhere"
                % os.getcwd()
            )
    if "application context" in str(error):
        return "name what makes the application first, such as: import sqlalchemy app:create_app app.models"
    return None


def clean(text):
    return "".join(c if c.isprintable() else "\\x{%02x}" % ord(c) for c in text)


def is_ours(module):
    return module.split(".")[0] in ("corm_import", "importlib", "_frozen_importlib")


def is_installed(path):
    """Of Python itself or of a package, rather than of the user's own code."""
    parts = path.replace(os.sep, "/").split("/")
    packages = "site-packages" in parts or "dist-packages" in parts or "sqlalchemy" in parts
    return path.startswith("<") or packages or path.startswith(STDLIB)


def show_traceback():
    """What happened in the user's own code; all of it where none of that took part."""
    frames = sys.exc_info()[2]
    while frames is not None and is_ours(frames.tb_frame.f_globals.get("__name__", "")):
        frames = frames.tb_next
    steps = traceback.extract_tb(frames)
    own = [step for step in steps if not is_installed(step.filename)]
    lines = "".join(traceback.format_list(own or steps)).splitlines()
    lines = [line[:SHOWN_WIDTH] for line in lines if line.strip(" ^~")]
    for line in lines[-SHOWN_LINES:]:
        print(clean(line), file=sys.__stderr__)


def explain():
    kind, error = sys.exc_info()[:2]
    lines = str(error).strip().splitlines()
    return "%s: %s" % (kind.__name__, clean(lines[0])) if lines else kind.__name__


def build(registries, metadatas, notes):
    from corm_import.actions import Actions
    from corm_import.catalog import Catalog, table_name
    from corm_import.classes import ClassWriter, tables_without_class
    from corm_import.layout import Block, Flow
    from corm_import.naming import Naming
    from corm_import.portable import Types
    from corm_import.relations import Relations
    from corm_import.tables import TableWriter

    catalog = Catalog(registries, metadatas, notes)
    types, naming = Types(notes), Naming(catalog)
    relations = Relations(catalog, notes)
    tables = TableWriter(catalog, types, naming, Actions(catalog), notes)
    writer = ClassWriter(catalog, tables, relations, notes)
    models, others = Block(spaced=True), Block(spaced=True)
    for mapper in catalog.mappers:
        models.add(catalog.name(mapper), writer.write(mapper))
    for table in tables_without_class(catalog):
        block = Block()
        if table.name in [name for name, _, _ in others.entries]:
            notes.add("tables without a class whose name is taken in another schema", table_name(table))
            continue
        if table.name.startswith("x-"):
            notes.add("tables without a class whose name the model keeps for notes", table_name(table))
        tables.write(table, block)
        others.add(table.name, block)
    return parts(types, naming, catalog, models, others), counts(models, others, catalog)


def parts(types, naming, catalog, models, others):
    """The top level, in the order in which one reads it."""
    from corm_import.layout import Block, Flow

    top = Block(spaced=True)
    top.add("corm", 1)
    if naming.as_map():
        block = Block()
        for kind, template in naming.as_map().items():
            block.add(kind, template, "the database gives the name" if template is None else None)
        top.add("naming", block)
    schemas = sorted({t.schema for t in catalog.tables if t.schema})
    top.add_some("schemas", tuple(schemas))
    enums = Block()
    for name, (labels, schema) in types.enums.items():
        enums.add(name, tuple(labels) if schema is None else Flow(values=labels, schema=schema))
    top.add_some("enums", enums)
    top.add_some("models", models)
    top.add_some("tables", others)
    return top


def counts(models, others, catalog):
    from corm_import.catalog import own_relationships

    relationships = sum(len(own_relationships(m)) for m in catalog.mappers)
    return "%d models, %d tables without a class, %d relationships" % (
        len(models),
        len(others),
        relationships,
    )


def read(words, pipe, notes):
    """Imports and configures; None where the error was sent."""
    try:
        from sqlalchemy.orm import registry  # noqa: F401: not in versions before

        from corm_import.load import Refused, load, watch_relationships
    except ImportError:
        told = "SQLAlchemy 1.4 or 2.0 is not there for %s (%s)" % (sys.executable, explain())
        send_error(
            pipe, told, "name the Python that your program runs with, such as --python .venv/bin/python"
        )
        return None
    watch_relationships()
    try:
        registries, metadatas = load(words)
    except Refused as refused:
        send_error(pipe, *refused.args)
        return None
    except BaseException as error:  # what ends the user's code does not end ours
        show_traceback()
        send_error(pipe, "cannot import %s: %s" % (", ".join(words), explain()), hint_for(error, words))
        return None
    from sqlalchemy.orm import configure_mappers

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the linter says the same of the model, and says where
            configure_mappers()
    except Exception:
        notes.add("mappings that SQLAlchemy refuses (corm-migrate lint says more)", explain())
    return registries, metadatas


def main(arguments):
    os.set_inheritable(int(arguments[0]), False)
    with os.fdopen(int(arguments[0]), "wb") as pipe:
        from corm_import.notes import Notes

        notes = Notes()
        found = read(arguments[1:], pipe, notes)
        if found is None:
            return 1
        from corm_import.layout import document

        top, counted = build(found[0], found[1], notes)
        send(pipe, "yaml", document(top))
        send(pipe, "found", counted)
        for line in notes.lines():
            send(pipe, "note", line)
    return 0
