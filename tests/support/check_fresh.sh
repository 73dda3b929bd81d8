#!/bin/sh
# The migrations of the repository's own project are what the program writes now, for both engines.
# usage: check_fresh.sh PROGRAM ROOT       CORM_UPDATE=1 writes them
set -eu
program=$1 root=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-fresh.XXXXXX")
trap 'rm -rf "$work"' EXIT
unset CORM_DATABASE_URL || true
cp -r "$root/corm.yaml" "$root/model.yaml" "$root/fixtures" "$work/"
cd "$work"
"$program" generate init --version 20260101000000 >/dev/null
if [ -n "${CORM_UPDATE:-}" ]; then
    rm -rf "$root/migrations" && cp -r migrations "$root/"
fi
diff -ru "$root/migrations" migrations
rm -rf migrations && cp -r "$root/migrations" .
SOURCE_DATE_EPOCH=1767225600 "$program" generate again --check
rm -rf migrations
SOURCE_DATE_EPOCH=1767225600 "$program" generate init >/dev/null
diff -ru "$root/migrations" migrations
