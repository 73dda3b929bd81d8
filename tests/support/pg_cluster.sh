#!/bin/sh
# Starts or stops a throw-away PostgreSQL cluster for the tests.
# usage: pg_cluster.sh start|stop FOLDER [RUN]
#
# The cluster and its socket live in the folder RUN (by default a new one in /tmp), for the path of a socket must be
# short; FOLDER/env then holds a libpq connection string without a database.  Nothing but this cluster is ever touched.
# Where no server is installed, start fails when CI=true or CORM_REQUIRE_PG=1; otherwise there is no socket, and tests
# that need one say that they are skipped.  CORM_PG_BINDIR names the folder of other programs than the system's.
set -eu

action=$1
wanted=${3:-}
mkdir -p "$2"
folder=$(cd "$2" && pwd)

find_programs() {
    for bin in ${CORM_PG_BINDIR:-} "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/local/bin; do
        if [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ]; then
            echo "$bin"
            return
        fi
    done
}

as_postgres() { # the server does not run as root
    if [ "$(id -u)" = 0 ]; then
        set -- setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    fi
    "$@"
}

# Programs that were unpacked, not installed, may lie where the server's user may not go.
move_programs() {
    if ! as_postgres test -x "$bin/initdb"; then
        cp -a "$bin/.." "$run/server"
        bin=$run/server/bin
    fi
}

stop() {
    [ -f "$folder/run" ] || return 0
    run=$(cat "$folder/run")
    as_postgres "$(cat "$folder/programs")/pg_ctl" -D "$run/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$run" "$folder/env" "$folder/run" "$folder/programs"
}

start() {
    bin=$(find_programs)
    if [ -z "$bin" ]; then
        echo "skipped: no PostgreSQL server is installed (packages: postgresql)"
        [ "${CI:-}" != true ] && [ "${CORM_REQUIRE_PG:-}" != 1 ] || exit 1
        exit 0
    fi
    stop # of a run that was cut short
    if [ -n "$wanted" ]; then
        mkdir -m 700 "$wanted" # somebody else's is not for us
        run=$wanted
    else
        run=$(mktemp -d /tmp/corm-pg.XXXXXX)
    fi
    [ "$(id -u)" != 0 ] || chown postgres "$run"
    echo "$run" >"$folder/run"
    move_programs
    echo "$bin" >"$folder/programs"
    cd / # initdb wants to be somewhere it may read
    as_postgres "$bin/initdb" -D "$run/data" -U corm -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || {
        cat "$folder/initdb.log"
        exit 1
    }
    options="-c listen_addresses='' -c unix_socket_directories='$run' -c fsync=off -c synchronous_commit=off"
    options="$options -c full_page_writes=off -c max_connections=100 -c wal_level=minimal -c max_wal_senders=0"
    as_postgres "$bin/pg_ctl" -D "$run/data" -l "$run/server.log" -w -t 60 -o "$options" start >"$folder/start.log" 2>&1 || {
        cat "$folder/start.log" "$run/server.log"
        exit 1
    }
    printf 'host=%s user=corm\n' "$run" >"$folder/env"
}

case $action in
start) start ;;
stop) stop ;;
*)
    echo "usage: pg_cluster.sh start|stop FOLDER [RUN]" >&2
    exit 2
    ;;
esac
