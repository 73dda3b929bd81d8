"""Makes a model that shows something smaller, by leaving out keys and items as long as it still shows it."""
import copy


def places(node, path=()):
    """Paths of all entries, outer ones first."""
    items = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    for key, value in items:
        yield (*path, key)
    for key, value in items:
        yield from places(value, (*path, key))


def without(model, path):
    made = copy.deepcopy(model)
    at = made
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return made


def reduce(model, shows):
    """shows(model) says whether a model still shows what it is about."""
    again = True
    while again:
        again = False
        for path in list(places(model)):
            try:
                smaller = without(model, path)
            except (KeyError, IndexError, TypeError):
                continue  # went with something outside it
            if path[0] != "corm" and shows(smaller):
                model, again = smaller, True
    return model
