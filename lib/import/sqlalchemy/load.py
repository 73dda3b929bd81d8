"""Imports the user's modules and finds the registries and tables that they hold."""

import importlib
import importlib.util
import inspect
import os
import sys
import types

import sqlalchemy
from sqlalchemy import orm

from corm_import.notes import attempt

GIVEN = "_corm_given"


class Refused(Exception):
    """Told to the user as it stands; a second argument is what to do about it."""


def watch_relationships():
    """Notes what the author of each relationship() wrote: configuring the mappers overwrites it."""
    original = orm.RelationshipProperty.__init__
    signature = inspect.signature(original)

    def init(self, *args, **kwargs):
        bound = attempt(lambda: signature.bind(self, *args, **kwargs).arguments, {})
        given = {key: value for key, value in bound.items() if key not in ("self", "kwargs")}
        backref = given.get("backref")
        if isinstance(backref, tuple) and len(backref) == 2:
            given["backref"] = (backref[0], dict(backref[1]))
        setattr(self, GIVEN, given)
        original(self, *args, **kwargs)

    orm.RelationshipProperty.__init__ = init


def import_file(path):
    """A file by its path: as part of its package where it stands in one."""
    folder, name = os.path.split(os.path.abspath(path))
    parts = [os.path.splitext(name)[0]]
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        parts.insert(0, package)
    if parts[-1] == "__init__":
        parts.pop()
    sys.path.insert(0, folder)
    return importlib.import_module(".".join(parts))


def import_module(name):
    """By its name, from the current folder, or from `src` below it."""
    top = name.split(".")[0]
    below = os.path.join(os.getcwd(), "src")
    if attempt(lambda: importlib.util.find_spec(top)) is None and os.path.exists(os.path.join(below, top)):
        sys.path.insert(0, below)
    return importlib.import_module(name)


def import_one(word):
    """ "package.module", "package.module:attribute" or a path: the objects to look at."""
    name, colon, attribute = word.partition(":")
    if not name.strip(".") or (colon and not attribute):
        raise Refused('"%s" names no module' % word, "name one, such as app.models or app.models:Base")
    if name.endswith(".py") or os.sep in name:
        if not os.path.isfile(name):
            raise Refused("there is no file %s" % name)
        module = import_file(name)
    else:
        module = import_module(name)
    if not colon:
        return list(vars(module).values())
    found = module
    plain = attribute[: -len("()")] if attribute.endswith("()") else attribute
    for part in plain.split("."):
        if not hasattr(found, part):
            raise Refused("the module %s has no %s" % (name, plain))
        found = getattr(found, part)
    made = found() if plain != attribute or isinstance(found, types.FunctionType) else found
    return objects_of(made)


def objects_of(thing):
    """An application of Flask stands for its database, and its context stays for modules that want it."""
    extension = attempt(lambda: thing.extensions["sqlalchemy"])
    if extension is None:
        return [thing]
    attempt(lambda: thing.app_context().push())
    return [getattr(extension, "db", extension)]


def registry_of(thing):
    """The registry that a declarative base, a mapped class or a Flask-SQLAlchemy object belongs to."""
    if isinstance(thing, orm.registry):
        return thing
    if hasattr(type(thing), "Model") or "Model" in attempt(lambda: vars(thing), {}):
        thing = attempt(lambda: thing.Model)
    if not isinstance(thing, type):
        return None
    found = attempt(lambda: thing.registry) or attempt(lambda: thing._sa_registry)
    if not isinstance(found, orm.registry):
        found = attempt(lambda: thing.__mapper__.registry)
    return found if isinstance(found, orm.registry) else None


def metadatas_of(thing):
    """MetaData of the object itself; a table stands for all that are with it."""
    if isinstance(thing, sqlalchemy.MetaData):
        return [thing]
    if isinstance(thing, sqlalchemy.Table):
        return [thing.metadata]
    if "Model" in dir(type(thing)) or "Model" in attempt(lambda: vars(thing), {}):
        several = attempt(lambda: thing.metadatas)
        if isinstance(several, dict):
            return list(several.values())
        return [attempt(lambda: thing.metadata)]
    return []


def add(found, item):
    if item is not None and not any(item is other for other in found):
        found.append(item)


def all_registries():
    """Every registry of the process, in no order."""
    return list(attempt(orm.mapperlib._all_registries, ()))


def related(registries, metadatas):
    """Registries whose tables are among the metadatas: classic mappings name only those."""
    for registry in sorted(all_registries(), key=lambda r: str(r.metadata.tables.keys())):
        for mapper in mappers_of(registry):
            if any(getattr(mapper.local_table, "metadata", None) is m for m in metadatas):
                add(registries, registry)


def mappers_of(registry):
    """In the order in which the classes were mapped.  AbstractConcreteBase maps its class only with the first query."""
    managers = list(getattr(registry, "_managers", ()))
    mappers = [attempt(lambda manager=manager: manager.mapper) for manager in managers]
    known = [mapper for mapper in mappers if mapper is not None]
    every = attempt(lambda: registry.mappers, ())
    rest = [m for m in every if all(m is not k for k in known)]
    return known + sorted(rest, key=lambda m: (m.class_.__module__, m.class_.__qualname__))


def load(words):
    """Imports the modules; returns their registries and metadatas, in the order of the modules."""
    registries, metadatas = [], []
    for word in words:
        for thing in import_one(word):
            if isinstance(thing, type(sys)):
                continue
            add(registries, attempt(lambda thing=thing: registry_of(thing)))
            for metadata in attempt(lambda thing=thing: metadatas_of(thing), []):
                add(metadatas, metadata)
    related(registries, metadatas)
    if not any(mappers_of(r) for r in registries) and not any(m.tables for m in metadatas):
        raise Refused(
            "%s holds no models and no tables of SQLAlchemy" % ", ".join(words),
            "name the module that defines them, or what makes the application, such as app:create_app",
        )
    for registry in registries:
        add(metadatas, registry.metadata)
        for mapper in mappers_of(registry):
            add(metadatas, getattr(mapper.local_table, "metadata", None))
    return registries, metadatas
