#!/bin/sh
# A model of 6 tables in a ring of foreign keys, with 400 columns each that count as a lock twice: the default, and
# from PostgreSQL 18 on the NOT NULL.  With an argument each table has that column, too.
echo "corm: 1"
echo "tables:"
for table in $(seq 6); do
    echo "  t$table:"
    echo "    columns:"
    echo "      id: {type: integer, primary_key: true}"
    echo "      next_id: {foreign_key: t$((table % 6 + 1)).id}"
    for column in $(seq 400); do
        echo "      c$column: {type: integer, nullable: false, default: 0}"
    done
    [ -z "${1:-}" ] || echo "      $1: {type: integer}"
done
