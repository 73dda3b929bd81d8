"""Whether a model would derive an ON DELETE other than the NO ACTION of a key that says nothing (docs/model.md)."""

from corm_import.catalog import own_relationships
from corm_import.notes import attempt


class Actions:
    def __init__(self, catalog):
        self.writers = {}  # column -> relationships that write it
        for mapper in catalog.mappers:
            for prop in own_relationships(mapper):
                known = attempt(lambda p=prop: catalog.name(p.mapper)) is not None
                if known and not attempt(lambda p=prop: p.viewonly, True):
                    pairs = list(attempt(lambda p=prop: p.synchronize_pairs, None) or [])
                    pairs += list(attempt(lambda p=prop: p.secondary_synchronize_pairs, None) or [])
                    for _, column in pairs:
                        self.writers.setdefault(column, []).append(prop)

    def derives_another(self, key):
        columns = [element.parent for element in key.elements]
        writers = [prop for column in columns for prop in self.writers.get(column, ())]
        if not writers:
            return False
        if all(column.nullable for column in columns):
            return True
        directions = [(prop.direction.name, "delete" in prop.cascade) for prop in writers]
        return any(name == "MANYTOMANY" or (name == "ONETOMANY" and deletes) for name, deletes in directions)
