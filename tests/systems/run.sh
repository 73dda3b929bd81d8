#!/bin/sh
# One system of the documents, end to end, in a folder of its own: lint, generate, up, seed, its queries, diff, down.
# usage: run.sh PROGRAM SYSTEM-FOLDER
set -eu
program=$1 system=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-system.XXXXXX")
trap 'rm -rf "$work"' EXIT
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

if [ -e as_written.yaml ]; then
    "$program" lint --format json as_written.yaml >found.json || true
    python3 -c '
import json
for f in json.load(open("found.json"))["findings"]:
    if f["severity"] != "hint":
        print(f["code"], f["object"])' >found.txt
    if [ -n "${CORM_UPDATE:-}" ]; then
        cp found.txt "$system/as_written.txt" && cp found.txt as_written.txt
    fi
    diff -u as_written.txt found.txt || fail "the model as the document has it gets other findings"
fi

step lint --strict
step generate init --version 20260101000000
step up
step status --check
step seed
for query in queries/*.sql; do
    echo "-- $query"
    sqlite3 -batch system.db <"$query" >rows.txt
    diff -u "${query%.sql}.rows" rows.txt || fail "$query gives other rows"
done
step diff --check
step generate nothing --check
step seed
step down --all
left=$(sqlite3 system.db "SELECT group_concat(name) FROM sqlite_schema WHERE name NOT LIKE 'corm~_%' ESCAPE '~' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
[ -z "$left" ] || fail "down left $left"
step up
step diff --check
