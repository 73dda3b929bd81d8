"""What could not be taken over: counted by kind, with the places, and told at the end."""


class Notes:
    shown = 5

    def __init__(self):
        self.kinds = {}

    def add(self, kind, where):
        places = self.kinds.setdefault(kind, [])
        if where not in places:
            places.append(where)

    def lines(self):
        for kind, places in self.kinds.items():
            rest = len(places) - self.shown
            more = " and %d more" % rest if rest > 0 else ""
            yield "%d %s: %s%s" % (
                len(places),
                kind,
                ", ".join(places[: self.shown]),
                more,
            )


def attempt(function, otherwise=None):
    """What the function returns; `otherwise` where SQLAlchemy or the user's own code refuses."""
    try:
        return function()
    except Exception:
        return otherwise
