"""Random models in the YAML language, as dicts.  generate(seed) is valid on purpose (what SQLAlchemy says of it is not
asked here); mutate.py breaks it.  The same seed gives the same model."""
import random

from patterns import Patterns
from shapes import Shapes

CLASSES = "User Post Tag Order Item Team Node Page Role Note City Book".split()
LAZY = "select joined selectin subquery immediate raise raise_on_sql noload dynamic".split()
CASCADES = [
    "all",
    "all, delete-orphan",
    "save-update, merge",
    "save-update, merge, delete",
    "save-update, merge, expunge, refresh-expire",
]


class Maker(Patterns, Shapes):
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.models, self.tables, self.enums = {}, {}, {}
        self.links = []  # (child, parent, columns, [(class, relationship)])
        self.free = CLASSES[:]
        self.rng.shuffle(self.free)
        self.schema = "app" if self.chance(0.05) else None

    def chance(self, share):
        return self.rng.random() < share

    def pick(self, items):
        return self.rng.choice(list(items))

    # ---- classes ----

    def table_of(self, name):
        at = self.models[name]
        while "table" not in at:
            at = self.models[at["inherits"]]
        prefix = at["schema"] + "." if "schema" in at else ""
        return prefix + at["table"]

    def keys_of(self, name):
        at = self.models[name]
        while "table" not in at:
            at = self.models[at["inherits"]]
        return {c: d for c, d in at["columns"].items() if d.get("primary_key")}

    def add_class(self, **more):
        name = self.free.pop()
        columns = {"id": {"type": "integer", "primary_key": True}}
        if self.chance(0.12):
            columns = {"code": {"type": "string(20)", "primary_key": True}}
        elif self.chance(0.1):
            columns = {
                "org": {"type": "integer", "primary_key": True},
                "id": {"type": "integer", "primary_key": True},
            }
        if self.chance(0.7):
            columns["name"] = {"type": "string(50)"}
        made = {"table": name.lower() + "s", "columns": columns, "relationships": {}, **more}
        if self.schema and self.chance(0.8):
            made["schema"] = self.schema
        self.models[name] = made
        return name

    def some_class(self, fresh=0.4):
        mapped = [n for n, m in self.models.items() if not m.get("abstract")]
        if self.free and (not mapped or self.chance(fresh)):
            return self.add_class()
        return self.pick(mapped)

    def owner_of_table(self, name):
        """The class whose columns it is: a single-table child has none of its own."""
        while "table" not in self.models[name]:
            name = self.models[name]["inherits"]
        return name

    def link(self, child, parent, role, nullable=None, unique=False, primary=False):
        """Foreign-key columns of child to parent's primary key."""
        columns = self.models[self.owner_of_table(child)]["columns"]
        keys = self.keys_of(parent)
        nullable = self.chance(0.6) if nullable is None else nullable
        made = []
        for key in keys:
            name = f"{role}_{key}"
            while name in columns:
                name += "x"
            columns[name] = {"type": keys[key]["type"]} if primary or self.chance(0.3) else {}
            if primary:
                columns[name]["primary_key"] = True
            elif not nullable:
                columns[name]["nullable"] = False
            made.append(name)
        table = self.table_of(parent)
        holder = self.models[self.owner_of_table(child)]
        if len(made) == 1 and self.chance(0.85):
            columns[made[0]]["foreign_key"] = f"{table}.{next(iter(keys))}"
            if unique:
                columns[made[0]]["unique"] = True
        else:
            for name, key in zip(made, keys):
                columns[name].setdefault("type", keys[key]["type"])
            references = [f"{table}.{key}" for key in keys]
            holder.setdefault("foreign_keys", []).append({"columns": list(made), "references": references})
            if unique:
                holder.setdefault("unique", []).append(list(made))
        return made

    def relate(self, owner, name, **options):
        relationships = self.models[owner].setdefault("relationships", {})
        taken = set(self.names(owner))
        while name in taken:
            name += "2"
        relationships[name] = options
        return name

    def names(self, owner):
        """What attributes of the class and of those above and below it are called."""
        for other in self.models:
            if self.root(other) == self.root(owner):
                yield from self.models[other].get("columns", {})
                for key, rel in self.models[other].get("relationships", {}).items():
                    yield key
        for model in self.models.values():
            for rel in model.get("relationships", {}).values():
                if self.root(rel["target"]) == self.root(owner) and "backref" in rel:
                    backref = rel["backref"]
                    yield backref["name"] if isinstance(backref, dict) else backref

    def root(self, name):
        while "inherits" in self.models[name] and not self.models[self.models[name]["inherits"]].get("abstract"):
            name = self.models[name]["inherits"]
        return name

    # ---- motifs ----

    def pair(self, child, parent, columns, role, one=False):
        """Relationships over the key, in one of the ways that people write them."""
        many = {"target": child}
        single = {"target": parent}
        if one:
            many["uselist"] = False
        if parent == child:
            single["remote_side"] = self.column_list(parent, self.keys_of(parent), child)
        elif self.chance(0.05):
            single["uselist"] = False
        many_name = role + ("_one" if one else f"_{child.lower()}s")
        style = self.rng.randrange(12)
        written = []
        if style < 6:
            a, b = self.relate(parent, many_name, **many), self.relate(child, role, **single)
            self.models[parent]["relationships"][a]["back_populates"] = b
            self.models[child]["relationships"][b]["back_populates"] = a
            written = [(parent, a), (child, b)]
        elif style == 6:
            name = self.fresh_name(child, role)
            options = {k: v for k, v in single.items() if k != "target"}
            backref = {"name": name, **options} if options or self.chance(0.5) else name
            written = [(parent, self.relate(parent, many_name, **many, backref=backref))]
        elif style == 7:
            name = self.fresh_name(parent, many_name)
            options = {k: v for k, v in many.items() if k != "target"}
            backref = {"name": name, **options} if options or self.chance(0.3) else name
            written = [(child, self.relate(child, role, **single, backref=backref))]
        elif style == 8:
            written = [(parent, self.relate(parent, many_name, **many))]
        elif style == 9:
            written = [(child, self.relate(child, role, **single))]
        elif style == 10:
            a = self.relate(parent, many_name, **many, viewonly=True)
            written = [(parent, a), (child, self.relate(child, role, **single))]
        else:
            a, b = self.relate(parent, many_name, **many), self.relate(child, role, **single)
            self.models[parent]["relationships"][a]["overlaps"] = b
            written = [(parent, a), (child, b)]
        self.links.append((child, parent, columns, written))

    def fresh_name(self, owner, name):
        taken = set(self.names(owner))
        while name in taken:
            name += "2"
        return name

    def column_list(self, owner, columns, own):
        """Columns as people write them: text or list, with or without the class."""
        texts = [c if own == owner and self.chance(0.2) else f"{owner}.{c}" for c in columns]
        if len(texts) == 1:
            return texts[0] if self.chance(0.6) else texts
        return texts if self.chance(0.6) else "[" + ", ".join(texts) + "]"

    def one_to_many(self):
        parent, child = self.some_class(), self.some_class()
        role = self.pick([parent.lower(), "owner", "main"])
        one = self.chance(0.2)
        columns = self.link(child, parent, role, unique=one)
        self.pair(child, parent, columns, role, one)

    def two_keys(self):
        parent, child = self.some_class(), self.some_class(0.7)
        for role in self.rng.sample(["billing", "shipping", "author", "editor"], 2):
            self.pair(child, parent, self.link(child, parent, role), role)

    def tree(self):
        node = self.some_class()
        self.pair(node, node, self.link(node, node, "parent", nullable=True), "parent", one=self.chance(0.1))

    def tenant_tree(self):
        if not self.free:
            return
        name = self.add_class()
        self.models[name]["columns"] = {
            "tenant": {"type": "integer", "primary_key": True},
            "id": {"type": "integer", "primary_key": True},
            "parent_id": {"type": "integer"},
        }
        table = self.table_of(name)
        columns = ["tenant", "parent_id"]
        self.models[name]["foreign_keys"] = [{"columns": columns, "references": [f"{table}.tenant", f"{table}.id"]}]
        self.pair(name, name, columns, "parent")

    def association(self, name, *ends):
        """A table of foreign keys to each end's primary key; what they are called, by end."""
        table = {"columns": {}}
        columns = []
        for role, end in ends:
            keys = self.keys_of(end)
            made = [f"{role}_{key}" for key in keys]
            for column, key in zip(made, keys):
                table["columns"][column] = {"type": keys[key]["type"], "primary_key": True}
            if len(made) == 1:
                table["columns"][made[0]]["foreign_key"] = f"{self.table_of(end)}.{next(iter(keys))}"
            else:
                references = [f"{self.table_of(end)}.{key}" for key in keys]
                table.setdefault("foreign_keys", []).append({"columns": made, "references": references})
            columns.append(made)
        self.tables[name] = table
        return columns

    def many_to_many(self):
        left, right = self.some_class(), self.some_class()
        name = f"{left.lower()}_{right.lower()}_{len(self.tables)}"
        own = left == right
        roles = ("left", "right") if own else (left.lower(), right.lower())
        columns = self.association(name, (roles[0], left), (roles[1], right))
        first, second = {"target": right, "secondary": name}, {"target": left, "secondary": name}
        if own or self.chance(0.2):
            joins = [
                self.join_text([(left, k, name, c) for k, c in zip(self.keys_of(left), columns[0])]),
                self.join_text([(right, k, name, c) for k, c in zip(self.keys_of(right), columns[1])]),
            ]
            first.update(primaryjoin=joins[0], secondaryjoin=joins[1])
            second.update(primaryjoin=joins[1], secondaryjoin=joins[0])
        style = self.rng.randrange(6)
        name_a, name_b = f"{right.lower()}s_of", f"{left.lower()}s_with"
        if style < 3:
            a, b = self.relate(left, name_a, **first), self.relate(right, name_b, **second)
            self.models[left]["relationships"][a]["back_populates"] = b
            self.models[right]["relationships"][b]["back_populates"] = a
        elif style == 3:
            self.relate(left, name_a, **first, backref=self.fresh_name(right, name_b))
        elif style == 4:
            self.relate(left, name_a, **first)
        else:
            self.relate(left, name_a, **first)
            self.relate(right, name_b, **second, viewonly=True)

    def join_text(self, pairs):
        """pairs: (class, attribute, table, column)"""
        texts = []
        for class_, attribute, table, column in pairs:
            sides = [f"{class_}.{attribute}", f"{table}.c.{column}"]
            self.rng.shuffle(sides)
            texts.append(" == ".join(sides))
        return texts[0] if len(texts) == 1 else f"and_({', '.join(texts)})"

    def association_object(self):
        if not self.free:
            return
        left, right = self.some_class(), self.some_class()
        if left == right or not self.free:
            return
        name = self.add_class()
        self.models[name]["columns"] = {"note": {"type": "text"}}
        for end in (left, right):
            columns = self.link(name, end, end.lower(), primary=True)
            self.pair(name, end, columns, end.lower())
        if self.chance(0.5):
            self.relate(left, f"{right.lower()}s_via", target=right, secondary=self.table_of(name), viewonly=True)

    def inheritance(self):
        if len(self.free) < 3:
            return
        base = self.add_class()
        polymorphic = self.chance(0.85)
        if polymorphic:
            self.models[base]["columns"]["kind"] = {"type": "string(20)"}
            self.models[base].update(polymorphic_on="kind", polymorphic_identity="base")
        for _ in range(self.rng.randrange(1, 3)):
            child = self.free.pop()
            self.models[child] = {"inherits": base, "relationships": {}}
            if self.chance(0.65):
                table = child.lower() + "s"
                self.models[child].update(table=table, columns={})
                if "schema" in self.models[base]:
                    self.models[child]["schema"] = self.models[base]["schema"]
                keys = self.keys_of(base)
                for key in keys:
                    self.models[child]["columns"][key] = {"type": keys[key]["type"], "primary_key": True}
                references = [f"{self.table_of(base)}.{key}" for key in keys]
                if len(keys) == 1:
                    self.models[child]["columns"][next(iter(keys))]["foreign_key"] = references[0]
                else:
                    self.models[child]["foreign_keys"] = [{"columns": list(keys), "references": references}]
                self.models[child]["columns"][child.lower() + "_data"] = {"type": "text"}
            if polymorphic:
                self.models[child]["polymorphic_identity"] = child.lower()
        if self.chance(0.6):
            self.one_to_many()

    def concrete(self):
        if len(self.free) < 2:
            return
        base = self.some_class()
        if not self.free or "inherits" in self.models[base]:
            return
        child = self.add_class(inherits=base, concrete=True)
        self.models[child]["columns"] = {"id": {"type": "integer", "primary_key": True}}

    def mixin(self):
        if len(self.free) < 3:
            return
        target = self.some_class()
        if len(self.free) < 3:
            return
        base = self.free.pop()
        columns = {"made_at": {"type": "timestamp"}}
        self.models[base] = {"abstract": True, "columns": columns}
        for _ in range(self.rng.randrange(1, 3)):
            child = self.add_class(inherits=base)
            if self.chance(0.5):
                self.pair(child, target, self.link(child, target, "place"), "place")

    def mutual(self):
        a, b = self.some_class(), self.some_class(0.7)
        if a == b:
            return
        self.pair(b, a, self.link(b, a, "home", nullable=True), "home")
        self.pair(a, b, self.link(a, b, "best", nullable=True), "best")
        for child, parent, columns, written in self.links[-1:]:
            for owner, name in written:
                if owner == child:
                    self.models[owner]["relationships"][name]["post_update"] = True

    def without_key(self):
        """A join of columns that no key links."""
        a, b = self.some_class(), self.some_class()
        if a == b or self.owner_of_table(a) == self.owner_of_table(b):
            return
        self.models[self.owner_of_table(a)]["columns"]["ref"] = {"type": "string(20)"}
        self.models[self.owner_of_table(b)]["columns"]["mark"] = {"type": "string(20)"}
        text = f"{a}.ref == foreign({b}.mark)" if self.chance(0.7) else f"foreign({a}.ref) == {b}.mark"
        self.relate(a, "loose", target=b, primaryjoin=text, **({"viewonly": True} if self.chance(0.6) else {}))

    def filtered(self):
        usable = [l for l in self.links if len(l[2]) == 1 and l[0] != l[1]]
        if not usable:
            return
        child, parent, columns, written = self.pick(usable)
        if len(self.keys_of(parent)) != 1:
            return
        key = next(iter(self.keys_of(parent)))
        self.models[self.owner_of_table(child)]["columns"].setdefault("flag", {"type": "boolean"})
        text = f"and_({parent}.{key} == {child}.{columns[0]}, {child}.flag == True)"
        self.relate(parent, "flagged", target=child, primaryjoin=text, viewonly=True)

    # ---- the rest ----

    def disambiguate(self):
        """Where several keys link two tables, says which."""
        for child, parent, columns, written in self.links:
            if self.links_between(child, parent) < 2 and self.chance(0.9):
                continue
            texts = [f"{parent}.{k} == {child}.{c}" for k, c in zip(self.keys_of(parent), columns)]
            join = texts[0] if len(texts) == 1 else f"and_({', '.join(texts)})"
            for owner, name in written:
                rel = self.models[owner]["relationships"][name]
                if parent == child or self.chance(0.75):
                    rel["foreign_keys"] = self.column_list(child, columns, owner)
                else:
                    rel["primaryjoin"] = join
                if isinstance(rel.get("backref"), dict) and self.chance(0.3):
                    rel["backref"]["foreign_keys"] = self.column_list(child, columns, owner)

    def links_between(self, a, b):
        count = 0
        hierarchy = {self.owner_of_table(a)}, {self.owner_of_table(b)}
        for child, parent, _, _ in self.links:
            ends = self.root(child), self.root(parent)
            if ends in ((self.root(a), self.root(b)), (self.root(b), self.root(a))):
                count += 1
        for name in self.models:  # a joined child's own key
            if "inherits" in self.models[name] and "table" in self.models[name] and self.root(a) == self.root(b):
                count += 1 if self.root(name) == self.root(a) and not self.models[name].get("concrete") else 0
        return count

    def options(self):
        """Valid options on relationships, a few each."""
        for owner, model in self.models.items():
            for name, rel in model.get("relationships", {}).items():
                many = not rel.get("uselist", True) is False and "remote_side" not in rel
                collection = many and any(w == (owner, name) for l in self.links for w in l[3] if l[1] == owner)
                if self.chance(0.2):
                    rel["lazy"] = self.pick(LAZY if collection or "secondary" in rel else LAZY[:-1])
                if collection and self.chance(0.3) and not rel.get("viewonly"):
                    rel["cascade"] = self.pick(CASCADES)
                    if self.chance(0.3):
                        rel["passive_deletes"] = True
                if self.chance(0.1):
                    key = self.pick(self.keys_of(rel["target"]))
                    order = f"{rel['target']}.{key}"
                    rel["order_by"] = self.pick([order, f"desc({order})", f"{order}.desc()", [order]])
                if collection and self.chance(0.1):
                    key = self.pick(self.keys_of(rel["target"]))
                    keyed = f'attribute_mapped_collection("{key}")'
                    rel["collection_class"] = self.pick(["set", "list", keyed])
                if self.chance(0.04) and rel.get("lazy") in ("joined", "selectin", "subquery"):
                    rel["join_depth"] = self.rng.randrange(1, 4)
                if self.chance(0.03):
                    rel["passive_updates"] = not rel.get("viewonly", False) and self.chance(0.5)

    def attributes(self):
        """An attribute of another name than its column, where nobody names it."""
        for model in self.models.values():
            if "name" in model.get("columns", {}) and not model.get("abstract") and self.chance(0.05):
                model["attributes"] = {"title": "name"}
            if model.get("polymorphic_on") == "kind" and self.chance(0.1):
                model.setdefault("attributes", {})["sort"] = "kind"


MOTIFS = [
    ("one_to_many", 30),
    ("two_keys", 10),
    ("tree", 10),
    ("tenant_tree", 5),
    ("many_to_many", 18),
    ("association_object", 8),
    ("inheritance", 14),
    ("concrete", 4),
    ("mixin", 6),
    ("mutual", 6),
    ("without_key", 5),
    ("filtered", 4),
    ("shared_tenant", 4),
    ("twice", 2),
    ("payload", 6),
    ("one_by_table", 3),
    ("deep", 8),
    ("lent_relationship", 4),
    ("concrete_relationships", 3),
    ("path", 2),
    ("special", 3),
    ("odd_names", 4),
    ("stored_twice", 3),
    ("checked", 5),
    ("tenant_link", 4),
    ("three_keys", 4),
    ("mapped_link", 4),
    ("link_elsewhere", 2),
    ("renamed", 6),
    ("levels", 6),
    ("of_child", 4),
    ("concrete_pair", 3),
    ("lent_key", 3),
    ("circle_of_three", 3),
    ("shared_parent_key", 3),
    ("functions", 3),
    ("boss", 6),
    ("override", 4),
    ("linked_children", 4),
    ("lent_pair", 4),
    ("named_alike", 3),
]


def generate(seed):
    maker = Maker(seed)
    motifs = [name for name, weight in MOTIFS for _ in range(weight)]
    for _ in range(maker.rng.choice([1, 1, 2, 2, 3, 4])):
        getattr(maker, maker.pick(motifs))()
    if not maker.models:
        maker.one_to_many()
    maker.disambiguate()
    maker.options()
    if maker.chance(0.4):
        maker.actions()
    maker.attributes()
    made = {"corm": 1, "models": maker.models}
    if maker.schema and any("schema" in m for m in maker.models.values()):
        made["schemas"] = [maker.schema]
    if maker.tables:
        made["tables"] = maker.tables
    if maker.enums:
        made["enums"] = maker.enums
    return made
