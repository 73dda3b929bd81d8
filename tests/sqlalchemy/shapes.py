"""Shapes that few models have and that many rules look at: tenants in association tables, attributes with names of their
own, hierarchies with a relationship at each level, circles of three, names with schemas."""

TENANT = {"tenant": {"type": "integer", "primary_key": True}, "id": {"type": "integer", "primary_key": True}}


class Shapes:
    def both_ways(self, a, name_a, options_a, b, name_b, options_b):
        """Two relationships as a pair, or each for itself."""
        first, second = self.relate(a, name_a, **options_a), self.relate(b, name_b, **options_b)
        if self.chance(0.75):
            self.models[a]["relationships"][first]["back_populates"] = second
            self.models[b]["relationships"][second]["back_populates"] = first
        return first, second

    # ---- association tables ----

    def tenant_link(self):
        """Many-to-many of tenants' rows, whose two keys share the tenant."""
        if len(self.free) < 2:
            return
        left = self.add_class()
        right = left if self.chance(0.5) else self.add_class()
        for name in {left: 0, right: 0}:
            self.models[name]["columns"] = {key: dict(column) for key, column in TENANT.items()}
        name = f"{left.lower()}_links_{len(self.tables)}"
        keys = [
            {"columns": ["tenant", role], "references": [f"{self.table_of(end)}.tenant", f"{self.table_of(end)}.id"]}
            for role, end in (("one_id", left), ("other_id", right))
        ]
        columns = {key: {"type": "integer", "primary_key": True} for key in ("tenant", "one_id", "other_id")}
        self.tables[name] = {"columns": columns, "foreign_keys": keys}
        first = [(left, "tenant", name, "tenant"), (left, "id", name, "one_id")]
        second = [(right, "tenant", name, "tenant"), (right, "id", name, "other_id")]
        if self.chance(0.3):
            second = second[1:]  # the tenant is that of the first half
        joins = self.join_text(first), self.join_text(second)
        a = {"target": right, "secondary": name}
        b = {"target": left, "secondary": name}
        if left == right or self.chance(0.6):
            a.update(primaryjoin=joins[0], secondaryjoin=joins[1])
            b.update(primaryjoin=joins[1], secondaryjoin=joins[0])
        if self.chance(0.3):
            a["overlaps"] = "all_with"
        self.both_ways(left, "all_of", a, right, "all_with", b)

    def three_keys(self):
        """An association table with a key too many: joins or foreign_keys say which."""
        left, right = self.some_class(), self.some_class()
        if left == right or len(self.keys_of(left)) != 1 or len(self.keys_of(right)) != 1:
            return
        name = f"{left.lower()}_three_{len(self.tables)}"
        third = self.pick([left, right])
        columns = self.association(name, ("near", left), ("far", right), ("extra", third))
        halves = [(left, "near", columns[0]), (right, "far", columns[1])]
        joins = [self.join_text([(end, next(iter(self.keys_of(end))), name, made[0])]) for end, _, made in halves]
        options = {"target": right, "secondary": name}
        style = self.rng.randrange(4)
        if style == 0:
            options.update(primaryjoin=joins[0], secondaryjoin=joins[1])
        elif style == 1:
            options["primaryjoin" if third == left else "secondaryjoin"] = joins[0 if third == left else 1]
        elif style == 2:
            chosen = [f"{name}.c.{made[0]}" for _, _, made in halves]
            options["foreign_keys"] = chosen if self.chance(0.5) else "[" + ", ".join(chosen) + "]"
        back = {key: value for key, value in options.items() if "join" not in key}
        back["target"] = left
        for key, other in (("primaryjoin", "secondaryjoin"), ("secondaryjoin", "primaryjoin")):
            if other in options:
                back[key] = options[other]
        if self.chance(0.5):
            self.both_ways(left, "threes", options, right, "threes_of", back)
        else:
            self.relate(left, "threes", **options)

    def mapped_link(self):
        """An association table that is a class as well, with relationships of its own or without."""
        left, right = self.some_class(), self.some_class()
        if left == right or not self.free:
            return
        name = self.add_class()
        self.models[name]["columns"] = {}
        for end in (left, right):
            columns = self.link(name, end, end.lower(), primary=True)
            if self.chance(0.6):
                self.pair(name, end, columns, end.lower())
        table = self.table_of(name)
        options = {"viewonly": True} if self.chance(0.4) else {}
        if self.chance(0.2):
            options["overlaps"] = ",".join([left.lower(), right.lower(), f"{left.lower()}_{name.lower()}s"])
        a = {"target": right, "secondary": table, **options}
        b = {"target": left, "secondary": table, **options}
        self.both_ways(left, "through", a, right, "through_of", b)

    def link_elsewhere(self):
        """Tables of two schemas, and one between them in a third."""
        left, right = self.some_class(), self.some_class()
        if left == right:
            return
        self.schema = self.schema or "app"
        name = f"{left.lower()}_far_{len(self.tables)}"
        columns = self.association(name, ("near", left), ("far", right))
        self.tables[name]["schema"] = self.schema
        full = f"{self.schema}.{name}"
        options = {"target": right, "secondary": full}
        if self.chance(0.4):
            halves = ((left, columns[0]), (right, columns[1]))
            texts = [self.join_text([(end, k, full, c) for k, c in zip(self.keys_of(end), made)]) for end, made in halves]
            options.update(primaryjoin=texts[0], secondaryjoin=texts[1])
        self.relate(left, "far", **options)
        if self.chance(0.6):
            back = {"target": left, "secondary": full, "back_populates": "far"}
            self.relate(right, "far_of", **back)

    # ---- names of attributes ----

    def renamed(self):
        """A key whose attributes are called otherwise than its columns, and texts that name them."""
        if len(self.free) < 2:
            return
        parent = self.add_class()
        child = parent if self.chance(0.3) else self.add_class()
        keys = list(self.keys_of(parent))
        columns = self.link(child, parent, "up", nullable=True)
        if len(keys) != 1:
            return
        key, column = keys[0], columns[0]
        names = {}
        if self.chance(0.6):
            self.models[parent].setdefault("attributes", {})["number"] = key
            names[key] = "number"
        if self.chance(0.7):
            self.models[child].setdefault("attributes", {})["up_number"] = column
            names[column] = "up_number"
        own, other = (f"{child}.{names.get(column, column)}", f"{parent}.{names.get(key, key)}")
        if self.chance(0.15):
            own = f"{child}.{column}"  # by the column's name, which is no attribute now
        single, many = {"target": parent}, {"target": child}
        if parent == child:
            single["remote_side"] = self.pick([other, [other], f"{self.table_of(parent)}.c.{key}"])
        for options in (single, many):
            style = self.rng.randrange(5)
            if style == 0:
                options["primaryjoin"] = f"{other} == {own}"
            elif style == 1:
                options["foreign_keys"] = self.pick([own, [own], f"{self.table_of(child)}.{column}"])
            elif style == 2:
                options["order_by"] = self.pick([own, other] if parent == child else [f"{options['target']}.{key}"])
        self.both_ways(child, "up", single, parent, "downs", many)

    # ---- hierarchies ----

    def levels(self):
        """Joined and single-table children above one another, each with a relationship of its own."""
        if len(self.free) < 5:
            return
        chain = self.hierarchy(0)
        base = chain[0]
        for level in range(3):
            if len(self.free) < 2:
                break
            name, above = self.free.pop(), chain[-1]
            self.models[name] = {"inherits": above, "polymorphic_identity": name.lower(), "relationships": {}}
            if self.chance(0.5):
                reference = f"{self.table_of(above)}.id"
                columns = {"id": {"type": "integer", "primary_key": True, "foreign_key": reference}}
                self.models[name].update(table=name.lower() + "s", columns=columns)
            chain.append(name if self.chance(0.8) else above)
        chain = list(dict.fromkeys(chain))
        other = self.add_class() if self.free else base
        for level, name in enumerate(chain):
            if self.chance(0.3):
                continue
            key = next(iter(self.keys_of(self.pick([base, name]))))
            table = self.table_of(self.pick([base, name]))
            column = f"level{level}_id"
            holder = self.models[self.owner_of_table(other)]["columns"]
            holder[column] = {"type": "integer", "foreign_key": f"{table}.{key}"}
            own = f"{other}.{column}"
            options = {"foreign_keys": own} if self.chance(0.8) else {}
            many = "things" if self.chance(0.3) else f"level{level}_things"
            self.both_ways(other, f"level{level}", {"target": name, **options}, name, many, {"target": other, **options})

    def of_child(self):
        """A child's relationship over a key that its base's table holds, or that leads there."""
        joined = [n for n, m in self.models.items() if "inherits" in m and "table" in m and not m.get("concrete")]
        if not joined:
            return
        child = self.pick(joined)
        base = self.models[child]["inherits"]
        if self.models[base].get("abstract") or len(self.keys_of(base)) != 1:
            return
        other = self.some_class()
        if self.root(other) == self.root(child) or len(self.keys_of(other)) != 1:
            return
        if self.chance(0.5):
            columns = self.link(base, other, "via")
            self.both_ways(child, "via", {"target": other}, other, f"{child.lower()}_via", {"target": child})
        else:
            columns = self.link(other, base, "whose")
            self.both_ways(other, "whose", {"target": child}, child, f"{other.lower()}_own", {"target": other})
        return columns

    def concrete_pair(self):
        """A concrete child that pairs with what its base pairs with, by a relationship of its own."""
        target = self.some_class()
        if len(self.free) < 3 or "inherits" in self.models[target]:
            return
        base = self.add_class()
        child = self.add_class(inherits=base, concrete=True)
        for name in (base, child):
            self.link(name, target, "site")
            same = "sites_of" if self.chance(0.3) else f"{name.lower()}_at"
            self.both_ways(name, "site", {"target": target}, target, same, {"target": name})

    def lent_key(self):
        """An abstract class with keys of several columns, and relationships over them in its children."""
        if len(self.free) < 4:
            return
        target = self.add_class()
        base = self.free.pop()
        keys = self.keys_of(target)
        columns = {f"lent_{key}": {"type": column["type"]} for key, column in keys.items()}
        references = [f"{self.table_of(target)}.{key}" for key in keys]
        self.models[base] = {
            "abstract": True,
            "columns": columns,
            "foreign_keys": [{"columns": list(columns), "references": references}],
        }
        for number in range(self.rng.randrange(1, 3)):
            child = self.add_class(inherits=base)
            many = {"target": child}
            if self.chance(0.2):
                many["foreign_keys"] = [f"{child}.{column}" for column in columns]
            self.both_ways(child, "lent", {"target": target}, target, f"lent{number}s", many)

    def hierarchy(self, count):
        """A base and children of it, joined or not; the base's key is `id`."""
        base = self.add_class()
        self.models[base].pop("schema", None)
        self.models[base]["columns"] = {"id": {"type": "integer", "primary_key": True}, "kind": {"type": "string(20)"}}
        self.models[base].update(polymorphic_on="kind", polymorphic_identity="base")
        made = [base]
        for _ in range(count):
            name = self.free.pop()
            above = self.pick(made) if self.chance(0.3) else base
            self.models[name] = {"inherits": above, "polymorphic_identity": name.lower(), "relationships": {}}
            if self.chance(0.65):
                reference = f"{self.table_of(above)}.id"
                columns = {"id": {"type": "integer", "primary_key": True, "foreign_key": reference}}
                self.models[name].update(table=name.lower() + "s", columns=columns)
            made.append(name)
        return made

    def boss(self):
        """One of the hierarchy leads to another of it: a child, a sibling, or the base."""
        if len(self.free) < 4:
            return
        made = self.hierarchy(self.rng.randrange(1, 4))
        for number in range(self.rng.randrange(1, 3)):
            holder, boss = self.pick(made), self.pick(made)
            at = self.pick([boss, made[0]])
            column = f"boss{number}_id"
            columns = self.models[self.owner_of_table(holder)]["columns"]
            columns[column] = {"type": "integer", "foreign_key": f"{self.table_of(at)}.id"}
            single, many = {"target": boss}, {"target": holder}
            own = f"{holder}.{column}"
            if self.chance(0.6):
                single["foreign_keys"] = many["foreign_keys"] = own
            elif self.chance(0.5):
                join = f"{own} == {self.pick([boss, at])}.id"
                single["primaryjoin"] = many["primaryjoin"] = join
            if self.chance(0.6):
                single["remote_side"] = self.pick([f"{boss}.id", f"{at}.id", f"{self.table_of(at)}.c.id"])
            if self.chance(0.15):
                many["remote_side"] = own
            self.both_ways(holder, f"boss{number}", single, boss, f"staff{number}", many)

    def override(self):
        """A child with a relationship of its base's name."""
        target = self.some_class()
        if len(self.free) < 3 or len(self.keys_of(target)) != 1 or "inherits" in self.models[target]:
            return
        made = self.hierarchy(2)
        key = next(iter(self.keys_of(target)))
        for name in made:
            columns = self.models[self.owner_of_table(name)]["columns"]
            column = f"{name.lower()}_place_id"
            columns[column] = {"type": self.keys_of(target)[key]["type"], "foreign_key": f"{self.table_of(target)}.{key}"}
            options = {"foreign_keys": f"{name}.{column}"} if self.chance(0.8) else {}
            if self.chance(0.8):
                self.models[name]["relationships"]["place"] = {"target": target, **options}
            if self.chance(0.4):
                back = self.relate(target, f"{name.lower()}_places", target=name, **options)
                if "place" in self.models[name]["relationships"] and self.chance(0.7):
                    self.models[target]["relationships"][back]["back_populates"] = "place"
                    self.models[name]["relationships"]["place"]["back_populates"] = back

    def linked_children(self):
        """Children of a hierarchy, many to many, over the base's key or their own."""
        if len(self.free) < 5:
            return
        made = self.hierarchy(self.rng.randrange(1, 4))
        left, right = self.pick(made), self.pick(made + [self.add_class()])
        name = f"{left.lower()}_kin_{len(self.tables)}"
        key = next(iter(self.keys_of(right)))
        at = self.table_of(self.pick([left, made[0]])), self.table_of(self.pick([right, made[0]]) if right in made else right)
        type_ = self.keys_of(right)[key]["type"]
        self.tables[name] = {
            "columns": {
                "one_id": {"type": "integer", "primary_key": True, "foreign_key": f"{at[0]}.id"},
                "other_id": {"type": type_, "primary_key": True, "foreign_key": f"{at[1]}.{key}"},
            }
        }
        a, b = {"target": right, "secondary": name}, {"target": left, "secondary": name}
        if self.chance(0.6) and len(self.keys_of(right)) == 1:
            joins = f"{left}.id == {name}.c.one_id", f"{right}.{key} == {name}.c.other_id"
            a.update(primaryjoin=joins[0], secondaryjoin=joins[1])
            b.update(primaryjoin=joins[1], secondaryjoin=joins[0])
        self.both_ways(left, "kin", a, right, "kin_of", b)

    def lent_pair(self):
        """A relationship of an abstract class with another side, of which each child would need its own."""
        target = self.some_class()
        if len(self.free) < 3 or len(self.keys_of(target)) != 1:
            return
        base, middle = self.free.pop(), None
        key = next(iter(self.keys_of(target)))
        columns = {"patron_id": {"foreign_key": f"{self.table_of(target)}.{key}"}}
        if self.chance(0.3):
            columns["second_id"] = {"foreign_key": f"{self.table_of(target)}.{key}"}
        options = {"foreign_keys": self.pick(["patron_id", ["patron_id"]])} if len(columns) > 1 else {}
        style = self.rng.randrange(4)
        if style == 0:
            options["backref"] = self.fresh_name(target, "wards")
        elif style == 1:
            options["back_populates"] = "wards"
        elif style == 2:
            options.update(viewonly=True, order_by=f"{target}.{key}")
        self.models[base] = {"abstract": True, "columns": columns, "relationships": {"patron": {"target": target, **options}}}
        if self.chance(0.3) and len(self.free) > 3:
            middle = self.free.pop()
            self.models[middle] = {"abstract": True, "inherits": base, "columns": {"noted": {"type": "text"}}}
        for number in range(self.rng.randrange(1, 3)):
            child = self.add_class(inherits=middle or base)
            if style == 1 and self.chance(0.7):
                name = "wards" if number == 0 else f"wards{number}"
                many = {"target": child, "back_populates": "patron"}
                if len(columns) > 1:
                    many["foreign_keys"] = f"{child}.patron_id"
                self.models[target].setdefault("relationships", {}).setdefault(name, many)

    def named_alike(self):
        """Columns of siblings, and relationships of them, by one name."""
        target = self.some_class()
        if len(self.free) < 4 or len(self.keys_of(target)) != 1 or "inherits" in self.models[target]:
            return
        made = self.hierarchy(2)
        key = next(iter(self.keys_of(target)))
        for name in made[1:] if self.chance(0.6) else made:
            if "table" not in self.models[name]:
                continue
            columns = self.models[name]["columns"]
            columns["seat_id"] = {"type": self.keys_of(target)[key]["type"], "foreign_key": f"{self.table_of(target)}.{key}"}
            attribute = self.pick(["seat_id", "seat_id", "seat"])
            if attribute != "seat_id":
                self.models[name]["attributes"] = {attribute: "seat_id"}
            single, many = {"target": target}, {"target": name}
            if self.chance(0.4):
                single["foreign_keys"] = many["foreign_keys"] = f"{name}.{attribute}"
            back = f"{name.lower()}_seats" if self.chance(0.7) else "seats"
            relationship = "seat" if attribute == "seat_id" and self.chance(0.5) else "chair"
            self.models[name]["relationships"][relationship] = single
            if self.chance(0.6):
                back = self.relate(target, back, **many)

    # ---- circles ----

    def circle_of_three(self):
        if len(self.free) < 3:
            return
        names = [self.add_class() for _ in range(3)]
        for here, there in zip(names, names[1:] + names[:1]):
            self.link(here, there, "next", nullable=True)
            options = {"target": there}
            if self.chance(0.5):
                options["post_update"] = True
            if self.chance(0.5):
                self.both_ways(here, "next", options, there, "previous", {"target": here})
            else:
                self.relate(here, "next", **options)

    def shared_parent_key(self):
        """Two keys to one table that have a column in common."""
        if len(self.free) < 2:
            return
        parent, child = self.add_class(), self.add_class()
        self.models[parent]["columns"] = {key: dict(column) for key, column in TENANT.items()}
        columns = self.models[child]["columns"] = {
            "id": {"type": "integer", "primary_key": True},
            "tenant": {"type": "integer"},
            "first_id": {"type": "integer"},
            "second_id": {"type": "integer"},
        }
        table = self.table_of(parent)
        references = [f"{table}.tenant", f"{table}.id"]
        self.models[child]["foreign_keys"] = [
            {"columns": ["tenant", f"{role}_id"], "references": references} for role in ("first", "second")
        ]
        for role in ("first", "second"):
            texts = [f"{child}.tenant", f"{child}.{role}_id"]
            options = {"foreign_keys": texts if self.chance(0.8) else "[" + ", ".join(texts) + "]"}
            if self.chance(0.2):
                text = f"and_({parent}.tenant == {child}.tenant, {parent}.id == foreign({child}.{role}_id))"
                options = {"primaryjoin": text}
            elif self.chance(0.2):
                options = {"foreign_keys": texts[1:]}
            if role == "second" and self.chance(0.4):
                options["overlaps"] = "first"
            self.both_ways(child, role, {"target": parent, **options}, parent, f"{role}s", {"target": child, **options})
        return columns

    # ---- texts ----

    def functions(self):
        """Orders and joins by functions."""
        usable = [link for link in self.links if len(link[2]) == 1 and link[0] != link[1] and len(self.keys_of(link[1])) == 1]
        if not usable:
            return
        child, parent, columns, written = self.pick(usable)
        key = next(iter(self.keys_of(parent)))
        self.models[self.owner_of_table(child)]["columns"].setdefault("word", {"type": "text"})
        join = self.pick(
            [
                f"and_({parent}.{key} == foreign({child}.{columns[0]}), func.lower({child}.word) == 'x')",
                f"and_({parent}.{key} == {child}.{columns[0]}, {child}.word.in_(['a', 'b']))",
                f"and_({parent}.{key} == {child}.{columns[0]}, {child}.word.is_(None))",
                f"and_({parent}.{key} == {child}.{columns[0]}, not_({child}.word == 'x'))",
                f"and_({parent}.{key} == {child}.{columns[0]}, func.length({child}.word) > 3)",
                f"and_(remote({child}.{columns[0]}) == {parent}.{key}, remote({child}.word) != 'x')",
            ]
        )
        order = self.pick([f"func.lower({child}.word)", f"[desc({child}.word), {child}.{columns[0]}]", f"{child}.word.asc()"])
        self.relate(parent, "worded", target=child, primaryjoin=join, order_by=order, viewonly=True)
