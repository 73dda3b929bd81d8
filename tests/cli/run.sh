#!/bin/sh
# A golden transcript of the program: the case's folder is copied, its `run` executed line by line in a shell with
# corm-migrate on the path, and what it prints (both streams, exit statuses) compared with `expected`.
# usage: run.sh PROGRAM CASE-FOLDER        CORM_UPDATE=1 writes `expected`
# A case called pg_.. has an empty database at PG_URL, on the server of CORM_TEST_PG; its name is shown as DATABASE.
set -eu
program=$1 case=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/corm-cli.XXXXXX")
database=
server() { # statements for the server itself
    psql -qAtX "$CORM_TEST_PG dbname=postgres" -c "$@"
}
clean_up() {
    cd /
    rm -rf "$work"
    [ -z "$database" ] || server "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$database'" \
        -c "DROP DATABASE IF EXISTS \"$database\"" >/dev/null
}
trap clean_up EXIT
case $(basename "$case") in
pg_*)
    if [ -z "${CORM_TEST_PG:-}" ]; then
        echo "skipped: CORM_TEST_PG names no server"
        [ "${CI:-}" != true ] && [ "${CORM_REQUIRE_PG:-}" != 1 ] || exit 1
        exit 77
    fi
    server "CREATE DATABASE \"t_$$_cli\""
    database=t_$$_cli
    export PG_URL="$CORM_TEST_PG dbname=$database"
    ;;
esac
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
# PostgreSQL names the table of a refused NOT NULL or CHECK from 13 on.
transcript | sed -E \
    -e 's/[0-9]+ ms/N ms/g' \
    -e 's/"seconds": [0-9.e-]+/"seconds": N/' \
    -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/TIME/g' \
    -e 's/ of relation \\?"[^"]*" (contains null values|is violated by some row)/ \1/' \
    -e "s#$work/here#HERE#g" \
    -e "s#${database:-DATABASE}#DATABASE#g" >"$work/actual"
if [ -n "${CORM_UPDATE:-}" ]; then
    cp "$work/actual" "$case/expected"
fi
diff -u "$case/expected" "$work/actual"
