#!/usr/bin/env python3
"""Prints a model of N tables for the benchmark: 8 columns, 2 foreign keys and both sides of every relationship each.

usage: model.py N [spread|hub]
  spread  each table refers to two earlier ones, and is referred to by about five (default)
  hub     the first key of every table refers to table 0, which so has N relationships

The same N gives the same bytes."""

import sys

FIRST = 4  # tables without keys, so that the two keys of the others never meet at one table


def parents(number, shape):
    if number < FIRST:
        return None
    return (0 if shape == "hub" else number // 2), (1 + number // 3 if shape == "hub" else number // 3)


def children(count, shape):
    found = [[] for _ in range(count)]
    for number in range(FIRST, count):
        first, second = parents(number, shape)
        found[first].append((number, "first"))
        found[second].append((number, "second"))
    return found


def columns(number, shape):
    key = parents(number, shape)
    yield "id:         {type: integer, primary_key: true}"
    if key is None:
        yield "code:       {type: string(20), nullable: false}"
        yield "region:     string(40)"
    else:
        yield "first_id:   {foreign_key: t%04d.id, nullable: false}" % key[0]
        yield "second_id:  {foreign_key: t%04d.id}" % key[1]
    yield "name:       {type: string(80), nullable: false}"
    yield "amount:     {type: 'numeric(10, 2)', nullable: false, default: 0}"
    yield "note:       text"
    yield "active:     {type: boolean, nullable: false, default: true}"
    yield "created_at: {type: timestamp, nullable: false, default: {sql: CURRENT_TIMESTAMP}}"


def relationships(number, shape, below):
    for name, key in zip(("first", "second"), parents(number, shape) or ()):
        yield "%s: {target: T%04d, back_populates: t%04d_%ss}" % (name, key, number, name)
    for child, name in below:
        yield "t%04d_%ss: {target: T%04d, back_populates: %s, passive_deletes: all}" % (child, name, child, name)


def main():
    count, shape = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "spread"
    below = children(count, shape)
    print("corm: 1\n\nmodels:")
    for number in range(count):
        print("  T%04d:\n    table: t%04d\n    columns:" % (number, number))
        for line in columns(number, shape):
            print("      " + line)
        lines = list(relationships(number, shape, below[number]))
        if lines:
            print("    relationships:")
        for line in lines:
            print("      " + line)
        print()


main()
