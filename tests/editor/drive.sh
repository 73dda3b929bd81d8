#!/bin/sh
# The exported JSON Schemas in the real yaml-language-server, which is $CORM_YAML_SERVER, on the path, or where scripts/deep
# installs it.
# usage: drive.sh PROGRAM SOURCE-FOLDER BUILD-FOLDER
set -eu
program=$1 source=$2 build=$3
server=${CORM_YAML_SERVER:-$build/npm/node_modules/.bin/yaml-language-server}
[ -e "$server" ] || server=$(command -v yaml-language-server || true)
if [ -z "$server" ] || ! command -v node >/dev/null; then
    echo "SKIPPED: no yaml-language-server here, so nobody looked at what editors make of the schemas; scripts/deep installs it"
    exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-editor.XXXXXX")
trap 'rm -rf "$work"' EXIT
for language in model config fixtures; do
    "$program" export json-schema $language >"$work/$language.json"
done
node "$source/tests/editor/drive.mjs" "$server" "$work" "$source"
