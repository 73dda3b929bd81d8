"""Mistakes: one or a few changes of a model that somebody could have made."""
import copy
import random

from patterns import ODD_COLUMNS

BOOLEANS = (
    "uselist viewonly post_update single_parent sync_backref passive_updates innerjoin omit_join enable_typechecks "
    "active_history cascade_backrefs load_on_pending distinct_target_key"
).split()
WORDS = "save-update merge delete delete-orphan refresh-expire expunge all none nonsense".split()
LAZY = [
    "select", "joined", "selectin", "subquery", "immediate", "raise", "raise_on_sql", "noload", "dynamic",
    "write_only", "eager", True, False, None,
]  # fmt: skip
INSIDE = (  # of a backref
    "uselist uselist remote_side remote_side foreign_keys foreign_keys cascade cascade lazy lazy viewonly viewonly order_by "
    "primaryjoin secondaryjoin sync_backref passive_updates passive_deletes post_update single_parent overlaps "
    "target secondary back_populates"
).split()


class Mutator:
    def __init__(self, model, seed):
        self.model = copy.deepcopy(model)
        self.rng = random.Random(seed)

    def chance(self, share):
        return self.rng.random() < share

    def pick(self, items):
        items = list(items)
        return self.rng.choice(items) if items else None

    # ---- what there is ----

    def classes(self):
        return list(self.model["models"])

    def table_names(self):
        own = [m["table"] for m in self.model["models"].values() if "table" in m]
        return own + list(self.model.get("tables", {}))

    def holders(self):
        """Definitions with columns."""
        found = [m for m in self.model["models"].values() if "columns" in m]
        return found + list(self.model.get("tables", {}).values())

    def relationships(self):
        for owner, model in self.model["models"].items():
            for name in model.get("relationships", {}):
                yield owner, name

    def some_relationship(self):
        found = self.pick(self.relationships())
        if found is None:
            return None, None, {}
        owner, name = found
        return owner, name, self.model["models"][owner]["relationships"][name]

    def some_class(self):
        return self.pick(self.classes()) if self.chance(0.93) else "Nobody"

    def some_table(self):
        return self.pick(self.table_names()) if self.chance(0.93) else "nothing"

    def all_columns(self, name):
        found, seen = [], set()
        while name in self.model["models"] and name not in seen:
            seen.add(name)  # an earlier change may have made a ring of them
            model = self.model["models"][name]
            found += list(model.get("columns", {}))
            name = model.get("inherits")
        return found

    def some_attribute(self, classes=()):
        """Class.column, mostly of these classes."""
        name = self.pick(classes) if classes and self.chance(0.85) else self.pick(self.classes())
        if name not in self.model["models"]:
            return f"{name}.id"
        plain = [column for column in self.all_columns(name) if column.isidentifier() and column not in ODD_COLUMNS]
        column = self.pick(plain) if self.chance(0.93) else "missing"
        if self.chance(0.03):
            column = self.pick(self.model["models"][name].get("relationships", {"none": 1})) or "none"
        return f"{name}.{column or 'id'}"

    def some_term(self, rel, owner):
        secondary = rel.get("secondary")
        table = self.model.get("tables", {}).get(secondary) if isinstance(secondary, str) else None
        if table and self.chance(0.5):
            return f"{secondary}.c.{self.pick(table['columns'])}"
        return self.some_attribute([owner, rel.get("target", owner)])

    def some_comparison(self, rel, owner):
        left, right = self.some_term(rel, owner), self.some_term(rel, owner)
        left, right = (self.annotated(side) for side in (left, right))
        operator = self.pick(["=="] * 8 + ["!=", "<", ">="])
        if self.chance(0.1):
            right = self.pick(["1", "'x'"] + ["True", "None"] * (operator in ("==", "!=")))
        if self.chance(0.04):
            return f"{left}.like({self.some_term(rel, owner)})"
        if self.chance(0.03):
            return f"func.lower({left}) == {right}"
        return f"{left} {operator} {right}"

    def annotated(self, text):
        roll = self.rng.random()
        if roll < 0.12:
            return f"foreign({text})"
        if roll < 0.2:
            return f"remote({text})"
        return f"remote(foreign({text}))" if roll < 0.23 else text

    def some_join(self, rel, owner):
        count = self.pick([1, 1, 1, 2, 2, 3])
        texts = [self.some_comparison(rel, owner) for _ in range(count)]
        return texts[0] if count == 1 else f"{self.pick(['and_', 'and_', 'or_'])}({', '.join(texts)})"

    def some_list(self, rel, owner):
        texts = [self.some_term(rel, owner) for _ in range(self.pick([1, 1, 2]))]
        return texts[0] if len(texts) == 1 and self.chance(0.5) else texts

    def some_name(self, of):
        """The name of an attribute of the class, mostly of a relationship."""
        model = self.model["models"].get(of, {})
        names = list(model.get("relationships", {}))
        names = names if names and self.chance(0.85) else self.all_columns(of)
        return self.pick(names) if names and self.chance(0.9) else "missing"

    def some_value(self, key, owner, rel):
        if key in BOOLEANS:
            return self.chance(0.5)
        if key in ("primaryjoin", "secondaryjoin"):
            return self.some_join(rel, owner)
        if key in ("foreign_keys", "remote_side", "order_by"):
            return self.some_list(rel, owner)
        if key == "target":
            return self.some_class() if self.chance(0.9) else self.some_table()
        if key == "secondary":
            return self.some_table() if self.chance(0.93) else self.some_class()
        if key == "back_populates":
            return self.some_name(rel.get("target"))
        if key == "backref":
            name = self.pick(["other", "again", self.some_name(rel.get("target"))])
            if self.chance(0.7):
                return name
            inner = self.pick(INSIDE)
            return {"name": name, inner: self.some_value(inner, rel.get("target"), {**rel, "target": owner})}
        if key == "cascade":
            return ", ".join(self.rng.sample(WORDS, self.rng.randrange(0, 4)))
        if key == "passive_deletes":
            return self.pick([True, False, "all", "maybe"])
        if key == "lazy":
            return self.pick(LAZY)
        if key == "overlaps":
            names = [name for _, name in self.relationships()] + ["missing"]
            return ",".join(self.rng.sample(names, min(len(names), self.pick([1, 2]))))
        if key == "join_depth":
            return self.rng.randrange(0, 4)
        return self.pick(["set", "list"])

    # ---- the changes ----

    def set_option(self):
        owner, name, rel = self.some_relationship()
        keys = (
            BOOLEANS[:6] * 2
            + BOOLEANS[6:]
            + (
                "primaryjoin primaryjoin secondaryjoin foreign_keys foreign_keys remote_side remote_side order_by target "
                "secondary secondary back_populates back_populates backref cascade cascade passive_deletes lazy lazy "
                "overlaps join_depth collection_class"
            ).split()
        )
        key = self.pick(keys)
        rel[key] = self.some_value(key, owner, rel)

    def alter_option(self):
        owner, name, rel = self.some_relationship()
        key = self.pick(rel)
        if key:
            rel[key] = self.some_value(key, owner, rel)

    def drop_option(self):
        owner, name, rel = self.some_relationship()
        key = self.pick(k for k in rel if k != "target")
        if key:
            del rel[key]

    def drop_relationship(self):
        owner, name, rel = self.some_relationship()
        if owner:
            del self.model["models"][owner]["relationships"][name]

    def repeat_relationship(self):
        owner, name, rel = self.some_relationship()
        if owner:
            twin = copy.deepcopy(rel)
            if self.chance(0.5):
                twin.pop("back_populates", None)
                twin.pop("backref", None)
            other = owner if self.chance(0.7) else self.pick(self.classes())
            self.model["models"][other].setdefault("relationships", {})[name + "_twin"] = twin

    def rename_relationship(self):
        owner, name, rel = self.some_relationship()
        if owner:
            column = self.pick(column for column in self.all_columns(owner) if column not in ODD_COLUMNS)
            new = self.pick(["renamed", "renamed", column or "x", "metadata", "registry"])
            relationships = self.model["models"][owner]["relationships"]
            rebuilt = {new if key == name else key: value for key, value in relationships.items()}
            self.model["models"][owner]["relationships"] = rebuilt

    def add_relationship(self):
        owner, target = self.pick(self.classes()), self.some_class()
        relationships = self.model["models"][owner].setdefault("relationships", {})
        relationships["added"] = {"target": target}

    def reorder_relationships(self):
        model = self.pick(self.model["models"].values())
        items = list(model.get("relationships", {}).items())
        self.rng.shuffle(items)
        model["relationships"] = dict(items)

    def reorder_classes(self):
        items = list(self.model["models"].items())
        self.rng.shuffle(items)
        self.model["models"] = dict(items)

    def change_reference(self):
        holder = self.pick(self.holders())
        columns = holder["columns"]
        keyed = [name for name, column in columns.items() if isinstance(column, dict) and "foreign_key" in column]
        if keyed and self.chance(0.7):
            column = self.pick(["id", "id", "code", "name", "missing"])
            columns[self.pick(keyed)]["foreign_key"] = f"{self.some_table()}.{column}"
        elif holder.get("foreign_keys"):
            key = self.pick(holder["foreign_keys"])
            key[self.pick(["columns", "references"])].reverse()
        elif columns:
            columns[self.pick(columns)]["foreign_key"] = f"{self.some_table()}.id"

    def drop_reference(self):
        holder = self.pick(self.holders())
        keyed = [name for name, column in holder["columns"].items() if "foreign_key" in column]
        if keyed:
            column = holder["columns"][self.pick(keyed)]
            del column["foreign_key"]
            column.setdefault("type", "integer")
        elif holder.get("foreign_keys"):
            key = self.pick(holder["foreign_keys"])
            if self.chance(0.5) or len(key["columns"]) < 2:
                holder["foreign_keys"].remove(key)
            else:
                key[self.pick(["columns", "references"])].pop()

    def add_reference(self):
        holder = self.pick(self.holders())
        holder["columns"]["extra_id"] = {"type": "integer", "foreign_key": f"{self.some_table()}.id"}

    def drop_column(self):
        holder = self.pick(self.holders())
        if len(holder["columns"]) > 1:
            del holder["columns"][self.pick(holder["columns"])]

    def flip_column(self):
        holder = self.pick(self.holders())
        column = holder["columns"][self.pick(holder["columns"])]
        key = self.pick(["primary_key", "nullable", "unique"])
        column[key] = not column.get(key, key == "nullable")

    def change_hierarchy(self):
        model = self.pick(self.model["models"].values())
        key = self.pick(["inherits", "polymorphic_identity", "polymorphic_on", "concrete", "table"])
        if key in model and self.chance(0.4):
            if key != "table":
                del model[key]
        elif key == "inherits":
            model[key] = self.pick(self.classes())
        elif key == "polymorphic_identity":
            model[key] = self.pick(["base", "same"])
        elif key == "polymorphic_on":
            model[key] = self.pick(["kind", "name", "missing"])
        elif key == "concrete" and "inherits" in model:
            model[key] = True

    def steal_column(self):
        """A child's table with a column of its base's name."""
        for name, model in self.model["models"].items():
            if "inherits" in model and "columns" in model:
                model["columns"][self.pick(["name", "kind"])] = {"type": "text"}

    def turn_key_round(self):
        """The primary key of a base references that of a child, which references the base's or does so no more."""
        for name, model in self.model["models"].items():
            base = self.model["models"].get(model.get("inherits"), {})
            if "columns" not in model or "columns" not in base or not self.chance(0.7):
                continue
            own = [c for c, d in model["columns"].items() if d.get("primary_key")]
            of_base = [c for c, d in base["columns"].items() if d.get("primary_key")]
            if len(own) == len(of_base) == 1:
                base["columns"][of_base[0]]["foreign_key"] = f"{model['table']}.{own[0]}"
                if self.chance(0.4):
                    model["columns"][own[0]].pop("foreign_key", None)
                elif self.chance(0.7):
                    model["inherit_condition"] = f"{name}.{own[0]} == {model['inherits']}.{of_base[0]}"

    def make_abstract(self):
        model = self.model["models"][self.pick(self.classes())]
        if "abstract" in model:
            del model["abstract"]
        else:
            model["abstract"] = True
            model.pop("table", None)

    def move_schema(self):
        """A table of another schema: what names it without is wrong now."""
        holder = self.pick([*self.model["models"].values(), *self.model.get("tables", {}).values()])
        if "columns" in holder and not holder.get("abstract"):
            if holder.pop("schema", None) is None:
                holder["schema"] = "other"
                self.model.setdefault("schemas", [])
                self.model["schemas"] = sorted({*self.model["schemas"], "other"})

    def retarget(self):
        """A relationship that leads to the base of its target, or to a child of it."""
        owner, name, rel = self.some_relationship()
        if not owner:
            return
        models, target = self.model["models"], rel["target"]
        near = [n for n, m in models.items() if m.get("inherits") == target]
        near += [models[target]["inherits"]] if "inherits" in models.get(target, {}) else []
        rel["target"] = self.pick(near) or target

    def reparent(self):
        """A relationship that a base or a child of its class has instead."""
        owner, name, rel = self.some_relationship()
        if not owner:
            return
        models = self.model["models"]
        near = [n for n, m in models.items() if m.get("inherits") == owner]
        near += [models[owner]["inherits"]] if "inherits" in models[owner] else []
        other = self.pick(near)
        if other in models:
            models[other].setdefault("relationships", {})[name] = models[owner]["relationships"].pop(name)

    def name_by_table(self):
        """Columns that a text names by the table instead of the class."""
        owner, name, rel = self.some_relationship()
        for key in ("primaryjoin", "secondaryjoin", "foreign_keys", "remote_side", "order_by"):
            for class_, model in self.model["models"].items():
                if isinstance(rel.get(key), str) and "table" in model and self.chance(0.7):
                    dot = ".c." if self.chance(0.6) else "."
                    rel[key] = rel[key].replace(f"{class_}.", f"{model['table']}{dot}")

    def break_key(self):
        """A composite key that does not fit what it references, or repeats itself."""
        holder = self.pick(self.holders())
        columns = list(holder["columns"])
        own = self.rng.sample(columns, min(len(columns), self.pick([1, 2, 2, 3])))
        if self.chance(0.15):
            own.append(own[0])
        table, other = self.some_table(), self.some_table()
        references = [f"{other if self.chance(0.1) else table}.{self.pick(['id', 'id', 'code', 'name'])}" for _ in own]
        if self.chance(0.2):
            references.append(f"{table}.id")
        holder.setdefault("foreign_keys", []).append({"columns": own, "references": references})

    def repeat_key(self):
        holder = self.pick(self.holders())
        for name, column in list(holder["columns"].items()):
            if "foreign_key" in column and self.chance(0.7):
                key = {"columns": [name], "references": [column["foreign_key"]]}
                holder.setdefault("foreign_keys", []).append(key)
                return

    def change_action(self):
        holder = self.pick(self.holders())
        words = ["cascade", "set_null", "restrict", "no_action", "set_default"]
        for column in holder["columns"].values():
            if "foreign_key" in column:
                column[self.pick(["on_delete", "on_delete", "on_update"])] = self.pick(words)

    def change_attributes(self):
        name = self.pick(self.classes())
        model = self.model["models"][name]
        column = self.pick(self.all_columns(name)) if self.chance(0.85) else "missing"
        model.setdefault("attributes", {})[self.pick(["title", "name", "id", "metadata"])] = column or "id"

    def share_table(self):
        """A model over the table of another, or of nobody."""
        name = self.pick(self.classes())
        other = self.some_table()
        self.model["models"][name + "Again"] = {"table": other, "relationships": {}}
        if self.chance(0.5) and self.model["models"][name].get("relationships"):
            taken = self.model["models"][name]["relationships"]
            at = self.pick(taken)
            self.model["models"][name + "Again"]["relationships"][at] = copy.deepcopy(taken[at])

    def swap_secondary(self):
        """One side of a pair by way of another table, or with a half of the join in a backref."""
        found = [(o, n) for o, n in self.relationships() if "secondary" in self.model["models"][o]["relationships"][n]]
        if not found:
            return
        owner, name = self.pick(found)
        rel = self.model["models"][owner]["relationships"][name]
        if self.chance(0.6):
            rel["secondary"] = self.some_table()
        else:
            rel.pop("back_populates", None)
            half = self.pick(["primaryjoin", "secondaryjoin"])
            rel["backref"] = {"name": "other", half: self.some_join(rel, owner)}

    def hide_secondary(self):
        """The table between as a join that nobody looks into."""
        for owner, name in self.relationships():
            rel = self.model["models"][owner]["relationships"][name]
            if isinstance(rel.get("secondary"), str) and "backref" not in rel and "back_populates" not in rel:
                rel["secondary"] = {"join": rel["secondary"]}
                return

    def set_condition(self):
        """What joins a child to its base."""
        for name, model in self.model["models"].items():
            if "inherits" in model and "columns" in model and self.chance(0.7):
                text = self.some_comparison({"target": model["inherits"]}, name)
                if "(" not in text:  # the exporter writes plain comparisons only
                    model["inherit_condition"] = text

    def some_pair(self):
        """Two relationships that are each other's other side, or that lead to each other's classes."""
        rels = {(o, n): self.model["models"][o]["relationships"][n] for o, n in self.relationships()}
        found = []
        for (owner, name), rel in rels.items():
            for (other, other_name), back in rels.items():
                if (owner, name) != (other, other_name) and rel["target"] == other and back["target"] == owner:
                    named = rel.get("back_populates") == other_name
                    found += [((owner, name, rel), (other, other_name, back))] * (5 if named else 1)
        return self.pick(found)

    def mispair(self):
        """Two that lead to each other's classes as one pair, whatever they are over."""
        pair = self.some_pair()
        if pair:
            (_, a, first), (_, b, second) = pair
            first["back_populates"], second["back_populates"] = b, a
            first.pop("backref", None), second.pop("backref", None)

    def one_reads(self):
        """One side of a pair, or both, only read, and something is said of keeping them in step."""
        pair = self.some_pair()
        if pair:
            for _, _, rel in pair:
                if self.chance(0.5):
                    rel["viewonly"] = True
                if self.chance(0.5):
                    rel["sync_backref"] = self.chance(0.6)
            pair[0][2]["viewonly"] = True

    def both_delete(self):
        pair = self.some_pair()
        if pair:
            for _, _, rel in pair:
                rel["cascade"] = self.pick(["all", "all, delete"])
            pair[0][2]["uselist"] = False

    def join_one_side(self):
        """A join or the keys at one side of a pair alone."""
        pair = self.some_pair()
        if pair:
            owner, _, rel = self.pick(pair)
            columns = [c for c, d in self.key_columns(owner) + self.key_columns(rel["target"])]
            if columns and self.chance(0.5):
                rel["foreign_keys"] = [self.pick(columns)]
            else:
                rel["primaryjoin"] = self.some_join(rel, owner)

    def key_columns(self, of):
        """Class.column of what carries a key, and the table that it leads to."""
        columns = self.model["models"].get(of, {}).get("columns", {})
        keyed = [(c, d["foreign_key"]) for c, d in columns.items() if isinstance(d, dict) and "foreign_key" in d]
        return [(f"{of}.{c}", at.rsplit(".", 1)[0]) for c, at in keyed if isinstance(at, str) and c not in ODD_COLUMNS]

    def join_by_either(self):
        """A relationship over one of two keys, whichever fits."""
        for owner, name in self.relationships():
            rel = self.model["models"][owner]["relationships"][name]
            model = self.model["models"].get(owner, {})
            keys = [c for c, table in self.key_columns(rel["target"]) if table == model.get("table")]
            if keys and "id" in model.get("columns", {}):
                plain = [c for c in self.all_columns(rel["target"]) if c.isidentifier() and c not in ODD_COLUMNS]
                rest = [c for c in (f"{rel['target']}.{c}" for c in plain) if c not in keys]
                other = self.pick(keys[1:] or rest or keys)
                texts = [f"{owner}.id == foreign({column})" for column in (keys[0], other)]
                rel["primaryjoin"] = f"or_({', '.join(texts)})"
                if self.chance(0.8):
                    rel.pop("back_populates", None), rel.pop("foreign_keys", None)
                return

    def split_key(self):
        """One key of several columns as several keys of one."""
        for holder in self.holders():
            for key in holder.get("foreign_keys", []):
                if len(key["columns"]) == len(key["references"]) > 1:
                    holder["foreign_keys"].remove(key)
                    for column, reference in zip(key["columns"], key["references"]):
                        if column in holder["columns"]:
                            holder["columns"][column]["foreign_key"] = reference
                    return

    def load_eagerly(self):
        lazy = self.pick(["joined", "joined", "selectin", "immediate"])
        for owner, name in self.relationships():
            if self.chance(0.8):
                self.model["models"][owner]["relationships"][name]["lazy"] = lazy

    def null_key(self):
        holder = self.pick(self.holders())
        for column in holder["columns"].values():
            if isinstance(column, dict) and column.get("primary_key"):
                column["nullable"] = True

    def repeat_identity(self):
        known = [m for m in self.model["models"].values() if "polymorphic_identity" in m]
        if len(known) > 1:
            a, b = self.rng.sample(known, 2)
            a["polymorphic_identity"] = b["polymorphic_identity"]

    CHANGES = (
        [set_option] * 30 + [alter_option] * 14 + [drop_option] * 14 + [drop_relationship] * 3
        + [repeat_relationship] * 5 + [rename_relationship] * 4 + [add_relationship] * 5 + [reorder_relationships] * 2
        + [reorder_classes] * 3 + [change_reference] * 5 + [drop_reference] * 4 + [add_reference] * 3
        + [drop_column] * 2 + [flip_column] * 3 + [change_hierarchy] * 4 + [steal_column]
        + [break_key] * 3 + [repeat_key] * 2 + [change_action] * 2 + [change_attributes] * 2 + [share_table] * 2
        + [swap_secondary] * 3 + [set_condition] * 2 + [mispair] * 3 + [one_reads] * 3 + [both_delete] + [join_one_side] * 3
        + [join_by_either] * 2 + [split_key] * 2 + [load_eagerly] + [null_key] + [turn_key_round] + [make_abstract]
        + [move_schema] + [retarget] * 3 + [reparent] * 2 + [name_by_table] * 2 + [repeat_identity] * 2 + [hide_secondary]
    )  # fmt: skip


def mutate(model, seed):
    mutator = Mutator(model, seed)
    for _ in range(mutator.pick([1, 1, 1, 2, 2, 3])):
        mutator.pick(Mutator.CHANGES)(mutator)
    return mutator.model
