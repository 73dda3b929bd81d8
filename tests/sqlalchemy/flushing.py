#!/usr/bin/env python3
"""The flush law: every mix of key, cascade, passive_deletes and ON DELETE is put through SQLAlchemy on SQLite, and what
a delete, a removal and a plain DELETE then do is what `explain` says, and what the rules about deleting warn of.
usage: flushing.py JUDGE
"""
import itertools
import os
import re
import sys

try:
    import sqlalchemy
    from sqlalchemy import event
    from sqlalchemy.orm import Session
except ImportError as error:
    print("skipped:", error)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

import warnings

from judging import Judge

KEYS = {
    "nullable": {},
    "not null": {"nullable": False},
    "in the key": {"primary_key": True},
}
CASCADES = [None, "save-update, merge, delete", "all", "all, delete-orphan"]
PASSIVE = [None, True, "all"]
ACTIONS = [None, "cascade", "set_null", "no_action"]
# The rules that warn of what a delete or a removal does, or cannot do.
WARNED = "REL604 REL605 REL606 REL607 REL608 REL609 REL610 REL613 REL614 REL615 REL616 REL619 FK030".split()


def one_to_many(key, cascade, passive, action):
    many = {"target": "Child", "back_populates": "parent"}
    many.update({k: v for k, v in (("cascade", cascade), ("passive_deletes", passive)) if v is not None})
    column = {"foreign_key": "parents.id", **KEYS[key], **({} if action is None else {"on_delete": action})}
    return {
        "corm": 1,
        "models": {
            "Parent": {
                "table": "parents",
                "columns": {"id": {"type": "integer", "primary_key": True}},
                "relationships": {"children": many},
            },
            "Child": {
                "table": "children",
                "columns": {"id": {"type": "integer", "primary_key": True}, "parent_id": column},
                "relationships": {"parent": {"target": "Parent", "back_populates": "children"}},
            },
        },
    }


def many_to_many(cascade, passive, action, both):
    many = {"target": "Child", "secondary": "links"}
    many.update({k: v for k, v in (("cascade", cascade), ("passive_deletes", passive)) if v is not None})
    given = {} if action is None else {"on_delete": action}
    links = {
        "parent_id": {"foreign_key": "parents.id", "primary_key": True, **given},
        "child_id": {"foreign_key": "children.id", "primary_key": True, **given},
    }
    key = {"id": {"type": "integer", "primary_key": True}}
    parent = {"table": "parents", "columns": key, "relationships": {"children": many}}
    child = {"table": "children", "columns": key}
    if both:
        many["back_populates"] = "parents"
        child["relationships"] = {
            "parents": {"target": "Parent", "secondary": "links", "back_populates": "children"}
        }
    return {"corm": 1, "models": {"Parent": parent, "Child": child}, "tables": {"links": {"columns": links}}}


# ---- what SQLAlchemy does ----


def keep_keys(connection, record):
    connection.execute("PRAGMA foreign_keys = ON")


def database_of(names):
    engine = sqlalchemy.create_engine("sqlite://")
    event.listen(engine, "connect", keep_keys)
    names["Base"].metadata.create_all(engine)
    with Session(engine) as session:
        session.add(names["Parent"](id=1, children=[names["Child"](id=1), names["Child"](id=2)]))
        session.commit()
    return engine


def delete(session, names, loaded):
    parent = session.get(names["Parent"], 1)
    if loaded:
        list(parent.children)
    session.delete(parent)


def remove(session, names, loaded):
    parent = session.get(names["Parent"], 1)
    parent.children.remove(parent.children[0])


def plain(session, names, loaded):
    session.execute(sqlalchemy.text("DELETE FROM parents"))


def outcome(names, act, loaded=False):
    """What becomes of the first child: "fails", "deleted", "nulled", "stays", "unlinked"."""
    engine = database_of(names)
    with Session(engine) as session:
        try:
            act(session, names, loaded)
            session.commit()
        except (sqlalchemy.exc.IntegrityError, AssertionError):
            return "fails"
    with engine.connect() as connection:
        if connection.execute(sqlalchemy.text("SELECT count(*) FROM children WHERE id = 1")).scalar() == 0:
            return "deleted"
        if "links" in names["Base"].metadata.tables:
            count = connection.execute(sqlalchemy.text("SELECT count(*) FROM links WHERE child_id = 1")).scalar()
            return "stays" if count else "unlinked"
        found = connection.execute(sqlalchemy.text("SELECT parent_id FROM children WHERE id = 1")).scalar()
        return "nulled" if found is None else "stays"


# ---- what explain says ----


def by_action(text, key):
    action = re.search(r"ON DELETE (CASCADE|SET NULL|NO ACTION)", text).group(1)
    if action == "SET NULL":
        return "nulled" if key == "nullable" else "fails"
    return {"CASCADE": "deleted", "NO ACTION": "fails"}[action]


def said_of_delete(text, key, loaded):
    first, _, rest = text.partition("; those that are not loaded")
    if "are not touched" in text or (rest and not loaded):
        return by_action(text, key)
    if "that are loaded are deleted" in text:
        return "deleted" if loaded else by_action(text, key)
    if first.startswith("fails"):
        return "fails"
    return "deleted" if "deleted one by one" in first else "nulled"


def said_of_removal(text):
    return "fails" if text.startswith("fails") else "nulled" if "stays" in text else "deleted"


def said_of_database(text, key):
    if "is refused" in text:
        return "fails"
    return "deleted" if "deletes the rows" in text else "nulled" if key == "nullable" else "fails"


def said_of_links(text, loaded):
    if "left to ON DELETE" in text and not loaded and by_action(text, "in the key") != "deleted":
        return "fails"
    shared = "even one that others share" in text and (loaded or "that is loaded" not in text)
    return "deleted" if shared else "unlinked"


# ---- the comparison ----


class Run:
    def __init__(self, program):
        self.judge = Judge(program, "1.4" if sqlalchemy.__version__.startswith("1.") else "2.0", "explain")
        self.models = self.failed = 0

    def fail(self, case, what):
        self.failed += 1
        print(f"FAILED {case}: {what}", flush=True)

    def take(self, model):
        """What corm says of the model, and its classes; None where one of the two refuses it."""
        ours, names = self.judge(model), {"__name__": "exported"}
        if any(finding["severity"] == "error" for finding in ours["findings"]):
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("error", sqlalchemy.exc.SAWarning)
            exec(compile(ours["export"], "models.py", "exec"), names)
            names["Base"].registry.configure()
        self.models += 1
        return ours, names

    def same(self, case, what, said, done):
        if said != done:
            self.fail(case, f"{what}: explain says {said}, SQLAlchemy: {done}")

    def one_to_many(self, key, cascade, passive, action):
        case = f"key {key}, cascade {cascade}, passive_deletes {passive}, on_delete {action}"
        taken = self.take(one_to_many(key, cascade, passive, action))
        if taken is None:
            return
        ours, names = taken
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
            done = [outcome(names, delete), outcome(names, delete, True), outcome(names, remove), outcome(names, plain)]
        aspects = ours["relationships"]["Parent.children"]["aspects"]
        self.same(case, "delete", said_of_delete(aspects["delete"], key, False), done[0])
        self.same(case, "delete of what is loaded", said_of_delete(aspects["delete"], key, True), done[1])
        self.same(case, "remove", said_of_removal(aspects["remove"]), done[2])
        self.same(case, "plain DELETE", said_of_database(aspects["database"], key), done[3])
        self.warned(case, ours, done, cascade, passive)
        names["Base"].registry.dispose()

    def warned(self, case, ours, done, cascade, passive):
        """Who is not warned gets what cascade says, whatever is loaded."""
        codes = {finding["code"] for finding in ours["findings"] if finding["severity"] != "hint"}
        if codes & set(WARNED):
            return
        if "fails" in done[:2] and passive != "all":
            self.fail(case, "a delete fails and no rule says so")
        if done[0] != done[1]:
            self.fail(case, f"a delete depends on what is loaded and no rule says so: {done[:2]}")
        if done[2] == "fails" and "delete" in (cascade or ""):
            self.fail(case, "a removal fails and no rule says so")

    def many_to_many(self, cascade, passive, action, both):
        case = f"secondary, cascade {cascade}, passive_deletes {passive}, on_delete {action}, both {both}"
        taken = self.take(many_to_many(cascade, passive, action, both))
        if taken is None:
            return
        ours, names = taken
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
            done = [outcome(names, delete), outcome(names, delete, True), outcome(names, remove)]
        aspects = ours["relationships"]["Parent.children"]["aspects"]
        self.same(case, "delete", said_of_links(aspects["delete"], False), done[0])
        self.same(case, "delete of what is loaded", said_of_links(aspects["delete"], True), done[1])
        self.same(case, "remove", "unlinked" if "stays" in aspects["remove"] else "deleted", done[2])
        names["Base"].registry.dispose()


def main():
    run = Run(os.path.abspath(sys.argv[1]))
    for case in itertools.product(KEYS, CASCADES, PASSIVE, ACTIONS):
        run.one_to_many(*case)
    for case in itertools.product(CASCADES[:3], PASSIVE, [None, "cascade", "no_action"], [False, True]):
        run.many_to_many(*case)
    run.judge.stop()
    print(f"SQLAlchemy {sqlalchemy.__version__}: {run.models} models flushed, {run.failed} failed")
    sys.exit(0 if run.failed == 0 and run.models > 50 else 1)


main()
