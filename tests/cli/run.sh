#!/bin/sh
# A golden transcript of the program: the case's folder is copied, its `run` executed line by line in a shell with
# corm-migrate on the path, and what it prints (both streams, exit statuses) compared with `expected`.
# usage: run.sh PROGRAM CASE-FOLDER        CORM_UPDATE=1 writes `expected`
set -eu
program=$1 case=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-cli.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/here"
ln -s "$program" "$work/bin/corm-migrate"
cp -r "$case/." "$work/here/"
cd "$work/here"
rm -f run expected

# A line is shown, run, and followed by its status where that is not 0.
PATH=$work/bin:$PATH
unset CORM_DATABASE_URL SOURCE_DATE_EPOCH NO_COLOR || true
export PATH HOME="$work" SOURCE_DATE_EPOCH=1767225600
transcript() {
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        '#'* | '') continue ;;
        esac
        printf '$ %s\n' "$line"
        status=0
        sh -c "$line" 2>&1 </dev/null || status=$?
        [ "$status" = 0 ] || printf '[exit %s]\n' "$status"
    done <"$case/run"
}
transcript | sed -E \
    -e 's/[0-9]+ ms/N ms/g' \
    -e 's/"seconds": [0-9.e-]+/"seconds": N/' \
    -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/TIME/g' \
    -e "s#$work/here#HERE#g" >"$work/actual"
if [ -n "${CORM_UPDATE:-}" ]; then
    cp "$work/actual" "$case/expected"
fi
diff -u "$case/expected" "$work/actual"
