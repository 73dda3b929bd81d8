#!/usr/bin/env python3
"""What explain says of each loading strategy, the number of statements and the tables and columns that they join by,
against what SQLAlchemy sends to SQLite for N objects.
usage: loading.py JUDGE
"""
import copy
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

N = 3
SQLALCHEMY_2 = not sqlalchemy.__version__.startswith("1.")
KEY = {"id": {"type": "integer", "primary_key": True}}
TENANT = {"tenant": {"type": "integer", "primary_key": True}, **KEY}


def model(*, tables=None, **classes):
    made = {"corm": 1, "models": {}}
    for name, (columns, relationships, *more) in classes.items():
        made["models"][name] = {"table": name.lower() + "s", "columns": columns, "relationships": relationships}
        made["models"][name].update(*more)
    return {**made, **({"tables": tables} if tables else {})}


def reference(to, **more):
    return {"foreign_key": to, **more}


POSTS = {"target": "Post", "back_populates": "user"}
USER = {"target": "User", "back_populates": "posts"}
LINKS = {
    "columns": {
        "user_id": reference("users.id", primary_key=True),
        "tag_id": reference("tags.id", primary_key=True),
    }
}
TENANT_KEY = [{"columns": ["tenant", "user_id"], "references": ["users.tenant", "users.id"]}]
FLAGGED = "and_(User.id == Post.user_id, Post.flag == True)"
ENGINEER = {"id": reference("users.id", primary_key=True)}


def tree(**children):
    node = {**KEY, "parent_id": reference("nodes.id")}
    relationships = {
        "children": {"target": "Node", "back_populates": "parent", **children},
        "parent": {"target": "Node", "back_populates": "children", "remote_side": "id"},
    }
    return model(Node=(node, relationships))


# name -> (model, relationship, how the objects are made, what they are)
CASES = {
    "one-to-many": (model(User=(KEY, {"posts": POSTS}), Post=({**KEY, "user_id": reference("users.id")}, {"user": USER})), "User.posts"),
    "ordered": (model(User=(KEY, {"posts": {**POSTS, "order_by": "desc(Post.id)"}}), Post=({**KEY, "user_id": reference("users.id")}, {"user": USER})), "User.posts"),
    "many-to-one": (model(User=(KEY, {"posts": POSTS}), Post=({**KEY, "user_id": reference("users.id")}, {"user": USER})), "Post.user"),
    "one-to-one": (model(User=(KEY, {"posts": {**POSTS, "uselist": False}}), Post=({**KEY, "user_id": reference("users.id", unique=True)}, {"user": USER})), "User.posts"),
    "composite": (model(User=(TENANT, {"posts": POSTS}), Post=({**TENANT, "user_id": {"type": "integer"}}, {"user": USER}, {"foreign_keys": TENANT_KEY})), "User.posts"),
    "composite up": (model(User=(TENANT, {"posts": POSTS}), Post=({**TENANT, "user_id": {"type": "integer"}}, {"user": USER}, {"foreign_keys": TENANT_KEY})), "Post.user"),
    "filtered": (model(User=(KEY, {"posts": {"target": "Post", "primaryjoin": FLAGGED, "viewonly": True}}), Post=({**KEY, "flag": {"type": "boolean"}, "user_id": reference("users.id")}, {})), "User.posts"),
    "many-to-many": (model(User=(KEY, {"tags": {"target": "Tag", "secondary": "links"}}), Tag=(KEY, {}), tables={"links": LINKS}), "User.tags"),
    "joined child": (model(User=(KEY, {}), Engineer=(ENGINEER, {"posts": {"target": "Post"}}, {"inherits": "User"}), Post=({**KEY, "engineer_id": reference("engineers.id")}, {})), "Engineer.posts"),
    "to a joined child": (model(User=(KEY, {}), Engineer=(ENGINEER, {}, {"inherits": "User"}), Post=({**KEY, "engineer_id": reference("engineers.id")}, {"engineer": {"target": "Engineer"}})), "Post.engineer"),
    "tree": (tree(), "Node.children"),
    "tree one deep": (tree(join_depth=1), "Node.children"),
    "tree two deep": (tree(join_depth=2), "Node.children"),
}  # fmt: skip
STRATEGIES = "select joined subquery selectin immediate dynamic write_only raise raise_on_sql noload".split()


# ---- what SQLAlchemy sends ----


def values(names, class_, at):
    columns = names[class_].__mapper__.columns
    return {"id": at, **({"tenant": 1} if "tenant" in columns else {}), **({"flag": True} if "flag" in columns else {})}


def fill(session, names, owner, attribute):
    """N owners, each with something of its own: one row of a scalar, two of a collection; trees are two rows deep."""
    relationship = names[owner].__mapper__.relationships[attribute]
    target = relationship.mapper.class_.__name__
    for at in range(1, N + 1):
        made = names[owner](**values(names, owner, at))
        count = 2 if relationship.uselist else 1
        others = [names[target](**values(names, target, 10 * at + i)) for i in range(count)]
        session.add_all([made, *others])
        foreign = [(there, here) for there, here in relationship.synchronize_pairs]
        for other in others:
            link(session, names, relationship, made, other, foreign)
    session.commit()


def link(session, names, relationship, made, other, pairs):
    if relationship.secondary is not None:
        session.flush()
        session.execute(relationship.secondary.insert().values(user_id=made.id, tag_id=other.id))
        return
    held = other if relationship.direction.name == "ONETOMANY" else made
    source = made if held is other else other
    for there, here in pairs:
        setattr(held, here.key, getattr(source, there.key))


def read(session, owner, attribute):
    """The rows of the relationship, and whether reading it was refused."""
    query = session.query(owner)
    found = query.filter(owner.id <= N).all() if attribute == "children" else query.all()
    for made in found:
        value = getattr(made, attribute)
        if hasattr(value, "select"):
            session.scalars(value.select()).all()
        elif value is not None and hasattr(value, "__iter__"):
            list(value)


def sent(source, owner, attribute):
    """The statements, or None where reading is an error; and whether it was."""
    names = {"__name__": "exported"}
    exec(compile(source, "models.py", "exec"), names)
    engine = sqlalchemy.create_engine("sqlite://")
    names["Base"].metadata.create_all(engine)
    with Session(engine) as session:
        fill(session, names, owner, attribute)
    statements, refused = [], False
    event.listen(engine, "before_cursor_execute", lambda c, cursor, text, *more: statements.append(text))
    with Session(engine) as session:
        try:
            read(session, names[owner], attribute)
        except sqlalchemy.exc.InvalidRequestError:
            refused = True
    names["Base"].registry.dispose()
    return statements, refused


# ---- the comparison ----



def counts(says):
    """The fewest and the most statements."""
    text = says["statements"]
    if text == "1 + N" and "and so on" in says["what"]:
        return 1 + 3 * N, 1 + 3 * N  # each of the N has two more
    if text == "1 + up to N":
        return 2, 1 + N
    first, times, many, portions = re.fullmatch(r"(\d+)(?: \+ (?:(\d+) \* )?(N)(/500)?)?", text).groups()
    exact = int(first) + (int(times or 1) * (1 if portions else N) if many else 0)
    return exact, exact


def names_in(statement):
    """What is compared and joined: the columns behind the first FROM, by the names that aliases give."""
    tail = re.sub(r"\s+", " ", statement).partition(" FROM ")[2]
    return sorted(set(re.findall(r"\b[A-Za-z]\w*\.[a-z]\w*\b", tail)))


def complaints(says, statements, refused):
    if ("is an error" in says["what"]) != refused:
        yield f"reading it {'is' if refused else 'is no'} error"
    low, high = counts(says)
    if not refused and not low <= len(statements) <= high:
        yield f"explain says {says['statements']} statements, SQLAlchemy sends {len(statements)}"
    if says["sql"] is not None and not refused and "levels deep" not in says["what"]:
        theirs = names_in(statements[0 if says["statements"] == "1" else min(1, len(statements) - 1)])
        if names_in(says["sql"]) != [name for name in theirs if not name.endswith(".*")]:
            yield f"explain names {names_in(says['sql'])}, SQLAlchemy {theirs}: {statements[-1]!r}"


def with_strategy(given, name, strategy):
    owner, attribute = name.split(".")
    made = copy.deepcopy(given)
    made["models"][owner]["relationships"][attribute]["lazy"] = strategy
    return made


def main():
    judge = Judge(os.path.abspath(sys.argv[1]), "2.0" if SQLALCHEMY_2 else "1.4", "explain")
    compared = failed = 0
    warnings.simplefilter("ignore")
    for case, (given, name) in CASES.items():
        for strategy in STRATEGIES:
            ours = judge(with_strategy(given, name, strategy))
            says = ours["relationships"][name]["loading"].get(strategy)
            if says is None or (strategy == "write_only" and not SQLALCHEMY_2):
                continue
            statements, refused = sent(ours["export"], *name.split("."))
            compared += 1
            for complaint in complaints(says, statements, refused):
                failed += 1
                print(f"FAILED {case}, {strategy}: {complaint}", flush=True)
    judge.stop()
    print(f"SQLAlchemy {sqlalchemy.__version__}: {compared} ways of loading, {failed} failed")
    sys.exit(0 if failed == 0 and compared > 50 else 1)


main()
