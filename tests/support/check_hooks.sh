#!/bin/sh
# The hooks of .pre-commit-hooks.yaml in the real pre-commit, from a local clone and without network: a good commit comes
# through, a model with an error does not, nor one without its migration, nor broken fixtures.
# usage: check_hooks.sh PROGRAM SOURCE-FOLDER
set -eu
program=$(realpath "$1") source=$(realpath "$2")
work=$(realpath "$(mktemp -d "${TMPDIR:-/tmp}/corm-hooks.XXXXXX")")
trap 'rm -rf "$work"' EXIT

if ! command -v pre-commit >/dev/null 2>&1; then
    echo "SKIPPED: pre-commit is not here, so nobody ran the hooks"
    [ "${CI:-}" != true ] || exit 1
    exit 77
fi
mkdir "$work/bin" "$work/home" "$work/project"
ln -s "$program" "$work/bin/corm-migrate"
export PATH="$work/bin:$PATH" HOME="$work/home" PRE_COMMIT_HOME="$work/home/cache" NO_COLOR=1
export http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE CORM_DATABASE_URL || true
git() { command git -c user.name=test -c user.email=test@example.org -c protocol.file.allow=always "$@"; }

# A clone of this repository, with the hooks as they are now; an unpacked archive becomes one.
if ! git clone -q --depth 1 "file://$source" "$work/clone" 2>/dev/null; then
    git init -q "$work/clone"
fi
cp "$source/.pre-commit-hooks.yaml" "$work/clone"
git -C "$work/clone" add -A
git -C "$work/clone" commit -q --allow-empty -m hooks
rev=$(git -C "$work/clone" rev-parse HEAD)

cd "$work/project"
cp -r "$source/corm.yaml" "$source/model.yaml" "$source/fixtures" "$source/migrations" .
{
    printf 'repos:\n  - repo: ../clone\n    rev: %s\n    hooks:\n' "$rev"
    sed -n 's/^- id: /      - id: /p' "$source/.pre-commit-hooks.yaml"
} >.pre-commit-config.yaml
git init -q
git add -A

# Hook ids that fail, one a line; nothing where all pass.
failing() {
    status=0
    pre-commit run "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" -le 1 ] || { cat "$work/out"; exit 1; }
    sed -n 's/^- hook id: //p' "$work/out"
}
expect() { # WHAT FAILING-IDS
    got=$(failing --all-files | tr '\n' ' ')
    [ "$got" = "$2" ] || { cat "$work/out"; echo "$1: failing are '$got', not '$2'"; exit 1; }
}

expect "the project as it is" ""
cp model.yaml good.model
sed -i 's/target: Vets\b/target: Vats/' model.yaml
git add -A
expect "a model with an error" "corm-lint corm-generate-check "
cp good.model model.yaml
printf 'tables:\n  rooms: {columns: {id: {type: integer, primary_key: true}}}\n' >more.yaml
printf 'include: [more.yaml]\n' >>model.yaml
git add -A
expect "a model without its migration" "corm-generate-check "
cp good.model model.yaml
rm more.yaml
printf 'owners:\n  x: {nam: y}\n' >fixtures/broken.yaml
git add -A
expect "broken fixtures" "corm-lint "
rm fixtures/broken.yaml
for file in migrations/sqlite/*.up.sql; do echo '-- edited' >>"$file"; done
git add -A
failing --all-files | grep -qx corm-lint || { cat "$work/out"; echo "an edited migration passes"; exit 1; }

# Installed as a hook of git, it keeps the commit from being made.
pre-commit install >/dev/null
if git commit -qm edited >"$work/out" 2>&1; then
    cat "$work/out"
    echo "the commit was made although a hook fails"
    exit 1
fi
