"""What people write less often: actions of keys, payload in association tables, deeper hierarchies, shared columns, odd
names.  Each motif takes the classes that there are or makes some."""

ACTIONS = "cascade set_null restrict no_action set_default".split()
ODD_COLUMNS = ["class", "from", "first-name", "Größe", "x y", "select", "_own"]


class Patterns:
    # ---- keys ----

    def actions(self):
        """ON DELETE and the like, for keys that stand at a column or by themselves."""
        holders = [*self.models.values(), *self.tables.values()]
        for holder in holders:
            for column in holder.get("columns", {}).values():
                if "foreign_key" in column and self.chance(0.25):
                    column["on_delete"] = self.pick(ACTIONS)
                if "foreign_key" in column and self.chance(0.1):
                    column["on_update"] = "cascade"
            for key in holder.get("foreign_keys", []):
                if self.chance(0.25):
                    key["on_delete"] = self.pick(ACTIONS[:4])

    def shared_tenant(self):
        """Two keys that share a column: each alone would write it."""
        if len(self.free) < 3:
            return
        left, right, child = self.add_class(), self.add_class(), self.add_class()
        for name in (left, right):
            self.models[name]["columns"] = {
                "tenant": {"type": "integer", "primary_key": True},
                "id": {"type": "integer", "primary_key": True},
            }
        columns = {"id": {"type": "integer", "primary_key": True}, "tenant": {"type": "integer", "nullable": False}}
        keys = []
        for name in (left, right):
            role = name.lower()
            columns[f"{role}_id"] = {"type": "integer"}
            table = self.table_of(name)
            keys.append({"columns": ["tenant", f"{role}_id"], "references": [f"{table}.tenant", f"{table}.id"]})
        self.models[child].update(columns=columns, foreign_keys=keys)
        for name in (left, right):
            role = name.lower()
            options = {"overlaps": left.lower()} if name == right and self.chance(0.5) else {}
            if name == right and self.chance(0.3):
                options["primaryjoin"] = (
                    f"and_({name}.tenant == {child}.tenant, {name}.id == foreign({child}.{role}_id))"
                )
            self.relate(child, role, target=name, **options)

    def twice(self):
        """A key that stands at the column and by itself, or two keys of one column."""
        parent = self.some_class()
        if len(self.keys_of(parent)) != 1 or not self.free:
            return
        child = self.add_class()
        column = self.link(child, parent, "twin")[0]
        key = next(iter(self.keys_of(parent)))
        other = parent if self.chance(0.5) else self.some_class()
        if list(self.keys_of(other)) == [key]:
            made = {"columns": [column], "references": [f"{self.table_of(other)}.{key}"]}
            self.models[child].setdefault("foreign_keys", []).append(made)
        self.relate(child, "twin", target=parent)

    # ---- association tables ----

    def payload(self):
        """An association table with more than two keys in it, used as secondary all the same."""
        left, right = self.some_class(), self.some_class()
        if left == right:
            return
        name = f"{left.lower()}_{right.lower()}_{len(self.tables)}"
        columns = self.association(name, (left.lower(), left), (right.lower(), right))
        table = self.tables[name]
        style = self.rng.randrange(4)
        if style == 0:
            table["columns"]["position"] = {"type": "integer"}
        elif style == 1:
            table["columns"]["position"] = {"type": "integer", "nullable": False}
        else:
            for column in table["columns"].values():
                column.pop("primary_key", None)
                if self.chance(0.8):
                    column["nullable"] = False
            if style == 2:
                table["columns"] = {"id": {"type": "integer", "primary_key": True}, **table["columns"]}
            if self.chance(0.5):
                table["unique"] = [[c for made in columns for c in made]]
        order = {"order_by": f"{name}.c.position"} if "position" in table["columns"] and self.chance(0.5) else {}
        self.relate(left, f"{right.lower()}s_in", target=right, secondary=name, **order)
        if self.chance(0.5):
            self.models[left]["relationships"][f"{right.lower()}s_in"]["viewonly"] = True

    def one_by_table(self):
        """A row of the other class by way of an association table."""
        left, right = self.some_class(), self.some_class()
        if left == right:
            return
        name = f"{left.lower()}_{right.lower()}_{len(self.tables)}"
        made = self.association(name, (left.lower(), left), (right.lower(), right))
        if self.chance(0.5):
            self.tables[name]["unique"] = [made[0]]
        self.relate(left, f"{right.lower()}_of", target=right, secondary=name, uselist=False)

    def stored_twice(self):
        """A one-to-one for which both tables hold a key, as a pair or each for itself."""
        if len(self.free) < 2:
            return
        a, b = self.add_class(), self.add_class()
        first = self.link(b, a, a.lower(), nullable=True, unique=self.chance(0.7))
        second = self.link(a, b, b.lower(), nullable=True, unique=self.chance(0.7))
        options = {"back_populates": a.lower()} if self.chance(0.3) else {}
        self.relate(a, b.lower(), target=b, foreign_keys=self.column_list(a, second, b), **options)
        options = {"back_populates": b.lower()} if options else {}
        self.relate(b, a.lower(), target=a, foreign_keys=self.column_list(b, first, a), **options)

    # ---- hierarchies ----

    def deep(self):
        """Three classes above one another, joined or not, with a relationship at some of them."""
        if len(self.free) < 4:
            return
        base = self.add_class()
        self.models[base]["columns"] = {"id": {"type": "integer", "primary_key": True}, "kind": {"type": "string(20)"}}
        self.models[base].update(polymorphic_on="kind", polymorphic_identity="base")
        above = base
        for level in range(2):
            name = self.free.pop()
            self.models[name] = {"inherits": above, "polymorphic_identity": name.lower(), "relationships": {}}
            if "schema" in self.models[base]:
                self.models[name]["schema"] = self.models[base]["schema"]
            if self.chance(0.6):
                key = self.pick(["id", f"{name.lower()}_id"])
                at = next(iter(self.keys_of(above)))
                reference = f"{self.table_of(above)}.{at}"
                columns = {key: {"type": "integer", "primary_key": True, "foreign_key": reference}}
                columns[f"{name.lower()}_note"] = {"type": "text"}
                self.models[name].update(table=name.lower() + "s", columns=columns)
                if self.chance(0.3):
                    columns["peer_id"] = {"type": "integer", "foreign_key": f"{self.table_of(base)}.id"}
                    self.models[name]["inherit_condition"] = f"{name}.{key} == {self.owner_of_table(above)}.{at}"
                    self.relate(name, "peer", target=base, foreign_keys=f"{name}.peer_id")
            else:
                self.models[name].pop("schema", None)
            above = name
        if self.free:
            child = self.add_class()
            target = self.pick([base, above])
            table = self.table_of(target)
            key = next(iter(self.keys_of(target)))
            self.models[child]["columns"]["top_id"] = {"type": "integer", "foreign_key": f"{table}.{key}"}
            a = self.relate(target, "tops", target=child)
            b = self.relate(child, "top", target=target, back_populates=a)
            self.models[target]["relationships"][a]["back_populates"] = b

    def lent_relationship(self):
        """A relationship of an abstract class: each child has its own."""
        target = self.some_class()
        if len(self.free) < 3 or len(self.keys_of(target)) != 1:
            return
        base = self.free.pop()
        key = next(iter(self.keys_of(target)))
        columns = {"lender_id": {"foreign_key": f"{self.table_of(target)}.{key}"}}
        options = {"foreign_keys": "lender_id"} if self.chance(0.3) else {}
        relationships = {"lender": {"target": target, **options}}
        self.models[base] = {"abstract": True, "columns": columns, "relationships": relationships}
        for _ in range(self.rng.randrange(1, 3)):
            self.add_class(inherits=base)

    def concrete_relationships(self):
        """Both the base and the concrete child lead to one class."""
        target = self.some_class()
        if len(self.free) < 3 or "inherits" in self.models[target]:
            return
        base = self.add_class()
        child = self.add_class(inherits=base, concrete=True)
        for name in (base, child):
            self.link(name, target, "place")
            self.relate(name, "place" if self.chance(0.7) else f"{name.lower()}_place", target=target)

    # ---- joins ----

    def path(self):
        """All that is below in a tree of paths."""
        if not self.free:
            return
        name = self.add_class()
        self.models[name]["columns"]["path"] = {"type": "string(200)"}
        text = self.pick(
            [
                f"remote(foreign({name}.path)).like({name}.path.concat('/%'))",
                f"{name}.path == remote(foreign({name}.path))",
                f"foreign({name}.path) == remote({name}.path)",
            ]
        )
        self.relate(name, "below", target=name, primaryjoin=text, viewonly=True)

    def special(self):
        """One of the rows, told by more than the key: writable beside the others."""
        usable = [l for l in self.links if len(l[2]) == 1 and l[0] != l[1] and len(self.keys_of(l[1])) == 1]
        if not usable:
            return
        child, parent, columns, written = self.pick(usable)
        key = next(iter(self.keys_of(parent)))
        self.models[self.owner_of_table(child)]["columns"].setdefault("main", {"type": "boolean"})
        text = f"and_({parent}.{key} == {child}.{columns[0]}, {child}.main == True)"
        options = {"overlaps": ",".join(name for _, name in written)} if self.chance(0.5) else {}
        self.relate(parent, "special", target=child, primaryjoin=text, uselist=False, **options)

    # ---- checks ----

    def checked(self):
        """Columns with a CHECK: of the labels of an enum, or of an expression, by a name or without."""
        name = self.some_class()
        columns = self.models[self.owner_of_table(name)]["columns"]
        self.enums["mood"] = ["calm", "wild", "o'clock"]
        mood = {"type": "enum(mood)"}
        if self.chance(0.6):
            mood["check"] = self.pick([False, {"name": "mood"}, {"name": f"{name.lower()}_mood"}])
        columns.setdefault("mood", mood)
        if self.chance(0.5):
            sql = self.pick(["level > 0", "level IN (1, 2)"])
            check = self.pick([sql, {"sql": sql}, {"sql": sql, "name": f"{name.lower()}_level"}])
            columns.setdefault("level", {"type": "integer", "check": check})

    # ---- names ----

    def odd_names(self):
        """Columns that no attribute can be called by."""
        name = self.some_class()
        odd = self.pick(ODD_COLUMNS)
        holder = self.models[self.owner_of_table(name)]
        if odd in holder["columns"]:
            return
        holder["columns"][odd] = {"type": "integer"}
        target = self.some_class()
        keys = self.keys_of(target)
        if len(keys) == 1 and target != name and self.chance(0.6):
            key = next(iter(keys))
            holder["columns"][odd] = {"foreign_key": f"{self.table_of(target)}.{key}"}
            self.relate(name, "odd", target=target)
