#!/bin/sh
# That lint opens no socket, starts no process and, once it has begun to read, looks at nothing but the project's folder:
# its system calls tell.
# usage: check_quiet.sh PROGRAM SOURCE-FOLDER
set -eu
program=$(realpath "$1") source=$(realpath "$2")
work=$(realpath "$(mktemp -d "${TMPDIR:-/tmp}/corm-quiet.XXXXXX")")
trap 'rm -rf "$work"' EXIT

if ! command -v strace >/dev/null 2>&1; then
    echo "SKIPPED: strace is not here, so nobody looked at what lint asks of the system"
    [ "${CI:-}" != true ] || exit 1
    exit 77
fi
if ! strace -o "$work/trial" true 2>/dev/null; then
    echo "SKIPPED: strace may not trace here, so nobody looked at what lint asks of the system"
    exit 77
fi

# A project with all that lint reads: included models, migrations, fixtures, a baseline; and something to fix.
project=$work/project
mkdir "$project"
cp -r "$source/corm.yaml" "$source/model.yaml" "$source/fixtures" "$source/migrations" "$project"
cd "$project"
printf 'lint: {baseline: known.json}\n' >>corm.yaml
printf '{"corm": 1, "findings": {}}\n' >known.json
printf 'include: [more.yaml]\n' >>model.yaml
cat >more.yaml <<'MORE'
tables:
  stays:
    columns:
      id: {type: integer, primary_key: true}
      vet_id: {foreign_key: vets.id, index: false}
models:
  Stay:
    table: stays
    relationships:
      vet: {target: Vets, lazy: select, enable_typechecks: true, viewonly: true, cascade: "all"}
MORE

# The project, what leads to it, and a folder on the way up that may hold a corm.yaml.  The first hash lets libcrypto read
# its own settings, the first object of JSON wants a seed.
belongs() {
    case $1 in
    "$project" | "$project"/* | "$(dirname "$project")"/corm.yaml | */openssl.cnf | /dev/urandom) ;;
    /*) case $project/ in "${1%/}"/*) ;; *) return 1 ;; esac ;;
    ../*) return 1 ;;
    esac
}

calls='open|openat|creat|stat|lstat|newfstatat|statx|access|faccessat|faccessat2|readlink|readlinkat|rename|renameat|renameat2|unlink|unlinkat|mkdir|mkdirat|link|linkat|symlink|symlinkat|chmod|truncate'
check() {
    status=0
    ASAN_OPTIONS=detect_leaks=0 strace -f -s 4096 -o "$work/trace" "$program" lint "$@" >"$work/out" 2>&1 || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$work/out"
        echo "lint $*: exit $status"
        exit 1
    fi
    sed -E 's/^[0-9]+ +//' "$work/trace" >"$work/calls"
    if grep -E '^(socket|socketpair|connect|bind|listen|sendto|sendmsg|fork|vfork|execveat|ptrace)\(' "$work/calls" ||
        grep -E '^clone3?\(' "$work/calls" || [ "$(grep -c '^execve(' "$work/calls")" != 1 ]; then
        echo "lint $*: it opens a socket or starts a process"
        exit 1
    fi
    first=$(grep -v '^execve' "$work/calls" | grep -n -m 1 '\.yaml"' | cut -d: -f1)
    [ -n "$first" ] || { echo "lint $*: it read nothing at all"; exit 1; }
    tail -n +"$first" "$work/calls" | sed -nE "s/^($calls)\(([^\"]*)\"([^\"]*)\".*/\3/p" | sort -u >"$work/paths"
    while read -r path; do
        belongs "$path" || { echo "lint $*: it looks at $path"; exit 1; }
    done <"$work/paths"
}

check
for part in fixtures/ corm.sum known.json more.yaml; do
    grep -q "$part" "$work/paths" || { echo "lint did not look at $part"; exit 1; }
done
check --format json
check --format sarif
check --format github
check --format junit
check --strict --statistics
reads_of_model() {
    grep -cE '^open(at)?\(.*["/]model\.yaml"' "$work/calls"
}
check more.yaml
once=$(reads_of_model)
check more.yaml corm.yaml fixtures
[ "$(reads_of_model)" = "$once" ] || { echo "three paths read model.yaml $(reads_of_model) times, one $once times"; exit 1; }
check model.yaml
check . --format json
check --baseline
check --diff
check --fix
check --fix --unsafe --format sarif
CORM_DATABASE_URL=postgresql://127.0.0.1:1/none PGHOST=127.0.0.1 check
CORM_DATABASE_URL=sqlite:none.db check
[ ! -e none.db ]
