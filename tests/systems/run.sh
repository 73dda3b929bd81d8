#!/bin/sh
# One system of the documents, end to end, in a folder of its own: lint, generate, up, seed, its queries, diff, down.
# usage: run.sh PROGRAM SYSTEM-FOLDER sqlite|postgresql
# PostgreSQL is the server at CORM_TEST_PG, a libpq connection string without a database.  A query X.sql gives the rows
# of X.rows; where the engines differ, X.postgresql.sql and X.postgresql.rows are for that one.
set -eu
program=$1 system=$2 engine=$3
database=t_$$_$(basename "$system")
if [ "$engine" = postgresql ] && [ -z "${CORM_TEST_PG:-}" ]; then
    echo "skipped: CORM_TEST_PG names no server"
    [ "${CI:-}" != true ] && [ "${CORM_REQUIRE_PG:-}" != 1 ] || exit 1
    exit 77
fi
server() { # statements for the server itself
    psql -qAtX "$CORM_TEST_PG dbname=postgres" -c "$1"
}
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-system.XXXXXX")
clean_up() {
    cd /
    rm -rf "$work"
    [ "$engine" = sqlite ] || server "DROP DATABASE IF EXISTS \"$database\""
}
trap clean_up EXIT
root=$(cd "$system/../../.." && pwd)

mkdir -p "$work/tests/systems"
cp "$root/model.yaml" "$work/"
cp -r "$root/fixtures" "$work/"
cp -r "$system" "$work/tests/systems/here"
cd "$work/tests/systems/here"

step() {
    echo "== $*"
    "$program" "$@"
}
fail() {
    echo "FAILED: $*"
    exit 1
}

# What the linter says of a model that is not the system's own: its codes and objects, in MODEL.txt.
findings() {
    name=$1 severities=$2
    shift 2
    [ -e "$name.yaml" ] || return 0
    "$program" lint --format json "$@" "$name.yaml" >found.json || true
    python3 -c '
import json, sys
for f in json.load(open("found.json"))["findings"]:
    if f["severity"] in sys.argv[1].split(","):
        print(f["code"], f["object"])' "$severities" >found.txt
    if [ -n "${CORM_UPDATE:-}" ]; then
        cp found.txt "$system/$name.txt" && cp found.txt "$name.txt"
    fi
    diff -u "$name.txt" found.txt || fail "$name.yaml gets other findings"
}

# What a file of SQL prints: columns apart by |, NULL as nothing.
query() {
    case $engine in
    sqlite) sqlite3 -batch -cmd "PRAGMA foreign_keys = ON" system.db <"$1" ;;
    postgresql) psql -qAtX -v ON_ERROR_STOP=1 "$SYSTEM_URL" <"$1" ;;
    esac
}

# The file of this engine, where there is one.
own() {
    if [ -e "$1.$engine.$2" ]; then echo "$1.$engine.$2"; else echo "$1.$2"; fi
}

# What is in the database besides our own tables.
left() {
    case $engine in
    sqlite)
        echo "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'corm~_%' ESCAPE '~'
              AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        ;;
    postgresql)
        echo "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ '^corm_'
              AND relname !~ '^pg_toast' UNION ALL
              SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname !~ '^_?corm_'"
        ;;
    esac >left.sql
    query left.sql
}

if [ "$engine" = postgresql ]; then
    server "CREATE DATABASE \"$database\""
    export SYSTEM_URL="$CORM_TEST_PG dbname=$database"
fi

findings as_written error,warning            # the model as the document has it
findings bad error,warning,hint --select ALL # what the document advises against

step lint --strict
step generate init --version 20260101000000
step up
step status --check
step seed
for rows in queries/*.rows; do
    name=${rows%.rows}
    case $name in *.sqlite | *.postgresql) continue ;; esac
    echo "-- $name"
    query "$(own "$name" sql)" >rows.txt
    diff -u "$(own "$name" rows)" rows.txt || fail "$name gives other rows"
done
step diff --check
step generate nothing --check
step seed
step down --all
[ -z "$(left)" ] || fail "down left $(left)"
step up
step diff --check
step status --check
