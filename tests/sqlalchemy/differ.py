#!/usr/bin/env python3
"""Random models, right and wrong, through corm's linter and resolver and through SQLAlchemy: what one says the other
says too, and relationships come to the same.
usage: differ.py JUDGE COUNT [FIRST]     COUNT models of each kind, counting seeds from FIRST (0)
"""
import os
import sys

try:
    import sqlalchemy
except ImportError as error:
    print("skipped:", error)
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

import json

from generate import generate
from judging import Judge
from mutate import mutate
from reducing import reduce
import laws
import oracle


class Run:
    def __init__(self, program):
        version = "1.4" if sqlalchemy.__version__.startswith("1.") else "2.0"
        self.judge = Judge(program, version)
        self.counts = {}
        self.failed = {}  # kind -> [(seed, model, detail)]

    def disagreements(self, model):
        ours = self.judge(model)
        if ours is None:
            return [("crash", "the judge broke down")], "crash"
        if ours["export"] is None:
            return [], "unreadable"
        verdict = oracle.configure(ours["export"])
        kind = "refused" if verdict.error is not None else "warned" if verdict.warnings else "taken"
        found = laws.disagreements(ours, verdict)
        oracle.dispose(verdict)
        return found, kind

    def check(self, seed, model):
        found, kind = self.disagreements(model)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        for what, detail in found:
            self.failed.setdefault(what, []).append((seed, model, detail))

    def shows(self, what):
        return lambda model: any(kind == what for kind, _ in self.disagreements(model)[0])

    def report(self):
        for what, cases in sorted(self.failed.items()):
            seed, model, detail = min(cases, key=lambda case: len(json.dumps(case[1])))
            small = model if what == "crash" else reduce(model, self.shows(what))
            again = [text for kind, text in self.disagreements(small)[0] if kind == what]
            detail = again[0] if again else f"{detail} (but not when asked again)"
            print(f"FAILED {what} ({len(cases)} times, seed {seed}): {detail}\n    {json.dumps(small)}", flush=True)
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items()))
        failed = sum(map(len, self.failed.values()))
        print(f"SQLAlchemy {sqlalchemy.__version__}: {counts}; {failed} disagreements")
        return failed == 0


def main():
    run = Run(os.path.abspath(sys.argv[1]))
    count, first = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    for seed in range(first, first + count):
        model = generate(seed)
        run.check(seed, model)
        run.check(seed, mutate(model, seed))
    good = run.report()
    run.judge.stop()
    sys.exit(0 if good else 1)


main()
