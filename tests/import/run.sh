#!/bin/sh
# Imports the models of one folder (`words` there: what is named) and compares what comes with model.yaml and notes.txt there; then lints it: a model
# that SQLAlchemy took holds no mistake of the language, and SQLAlchemy takes it again when it is exported.
# usage: run.sh PROGRAM FOLDER   (CORM_UPDATE=1 writes the files)
set -eu

program=$1
folder=$2
python=${CORM_TEST_PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import sqlalchemy, flask_sqlalchemy' 2>/dev/null; then
    echo "skipped: $python has no SQLAlchemy with Flask-SQLAlchemy"
    [ "${CI:-}" != true ] || exit 1
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$folder"/*.py "$work"
export PYTHONDONTWRITEBYTECODE=1
words=models
[ ! -f "$folder/words" ] || words=$(cat "$folder/words")
# shellcheck disable=SC2086
"$program" -C "$work" import sqlalchemy $words --python "$python" >"$work/model.yaml" 2>"$work/notes.txt"
for file in model.yaml notes.txt; do
    [ "${CORM_UPDATE:-}" != 1 ] || cp "$work/$file" "$folder/$file"
    diff -u "$folder/$file" "$work/$file"
done
"$program" lint "$work/model.yaml" --format json >"$work/lint.json" || true
if grep -E '"code": "(MOD|YML)' "$work/lint.json"; then
    echo "the imported model holds mistakes of the language"
    exit 1
fi
# The same bytes however Python orders its sets.
# shellcheck disable=SC2086
PYTHONHASHSEED=7 "$program" -C "$work" import sqlalchemy ${words%models}models.py --python "$python" 2>/dev/null | diff "$work/model.yaml" -
# Back again: classes that configure, laid out as black would.
engines='sqlite, postgresql'
! grep -q 'array(' "$work/model.yaml" || engines=postgresql
printf 'corm: 1\nmodel: model.yaml\nengines: [%s]\n' "$engines" >"$work/corm.yaml"
"$program" -C "$work" export sqlalchemy --no-lint >"$work/exported.py"
grep -q 'SQLAlchemy refuses' "$work/notes.txt" || (cd "$work" && "$python" -W ignore -c 'import exported, sqlalchemy.orm; sqlalchemy.orm.configure_mappers()')
if command -v black >/dev/null; then
    black --quiet --check --diff "$work/exported.py"
fi
