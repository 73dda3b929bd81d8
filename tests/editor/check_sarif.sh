#!/bin/sh
# What lint writes as SARIF about all golden models, as Microsoft's validator sees it.
# usage: check_sarif.sh PROGRAM SOURCE-FOLDER BUILD-FOLDER
set -eu
program=$1 source=$2 build=$3
tool=${CORM_SARIF_TOOL:-$build/npm/node_modules/.bin/sarif-multitool}
if [ ! -e "$tool" ]; then
    echo "SKIPPED: no sarif-multitool here, so nobody looked at the SARIF; scripts/deep installs it"
    exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-sarif.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp -r "$source/tests/cases/rules" "$work/models"
cd "$work"
printf 'corm: 1\nmodel: models/association_objects_ok/model.yaml\n' >corm.yaml
status=0
"$program" lint models/*/model.yaml --select ALL --format sarif >all.sarif || status=$?
[ "$status" = 1 ] || { echo "lint: exit $status"; exit 1; }
"$tool" validate all.sarif >out 2>&1 || { cat out; exit 1; }
# A link to the project's page is for who publishes one to set.
if grep -E ': (error|warning) ' out | grep -v "SARIF2005.*does not provide 'informationUri'"; then
    exit 1
fi
grep -q 'Analysis completed successfully' out || { cat out; exit 1; }
