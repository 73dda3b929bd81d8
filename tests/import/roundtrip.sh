#!/bin/sh
# A model that is exported and imported again says the same: each relationship resolves to the same, and the SQL of the
# first migration is the same but for comments on what was derived.
# usage: roundtrip.sh PROGRAM FOLDER-WITH-MODEL.YAML...
set -eu

program=$1
shift
python=${CORM_TEST_PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import sqlalchemy' 2>/dev/null; then
    echo "skipped: $python has no SQLAlchemy"
    [ "${CI:-}" != true ] || exit 1
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1 SOURCE_DATE_EPOCH=1
failed=0

config() {
    mkdir -p "$1"
    printf 'corm: 1\nmodel: model.yaml\nengines: [sqlite]\ndefault_environment: dev\n' >"$1/corm.yaml"
    printf 'environments:\n  dev: {url: "sqlite:dev.db"}\n' >>"$1/corm.yaml"
}

# What a model comes to: resolved relationships, and statements.
meaning() {
    "$program" -C "$1" explain --format json | "$python" -c '
import json, sys
words = ("direction", "uselist", "target", "secondary", "local", "remote", "reverse")
for name, relationship in sorted(json.load(sys.stdin)["relationships"].items()):
    print(name, [relationship[word] for word in words])'
    "$program" -C "$1" generate first --dry-run --no-lint | grep -vE '^ *--|h1:' | sed 's/  (foreign key to .*//'
}

for folder in "$@"; do
    rm -rf "$work/before" "$work/after"
    config "$work/before"
    config "$work/after"
    cp "$folder/model.yaml" "$work/before"
    "$program" -C "$work/before" export sqlalchemy --no-lint >"$work/models.py"
    "$program" -C "$work" -q import sqlalchemy models.py --python "$python" >"$work/after/model.yaml"
    meaning "$work/before" >"$work/before.txt"
    meaning "$work/after" >"$work/after.txt"
    [ -s "$work/before.txt" ]
    diff -u "$work/before.txt" "$work/after.txt" || {
        echo "$folder: not the same after export and import"
        failed=1
    }
done
exit $failed
