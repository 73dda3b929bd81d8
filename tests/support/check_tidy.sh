#!/bin/sh
# Runs clang-tidy over the library and the program: only over files that changed since they were last found clean.
# usage: check_tidy.sh SOURCE BUILD
set -eu
cd "$1"
build=$2
stamps=$build/tidy
mkdir -p "$stamps"
# a header's change concerns everybody
headers=$(find lib cmd -name "*.h" -o -name '*.def' | sort | xargs cat .clang-tidy | sha256sum | cut -c1-16)
list=$stamps/list
: >"$list"
for file in $(find lib cmd -name '*.c' | sort); do
    stamp=$stamps/$(printf %s "$file" | tr / _).$headers.$(sha256sum <"$file" | cut -c1-16)
    [ -e "$stamp" ] || printf '%s %s\n' "$file" "$stamp" >>"$list"
done
# shellcheck disable=SC2016 # the inner shell expands them
xargs -P 2 -L 1 sh -c '
    clang-tidy --quiet -p "$0" --extra-arg=-Wno-unknown-warning-option "$1" >"$2.log" 2>/dev/null && mv "$2.log" "$2" || { cat "$2.log"; exit 1; }
' "$build" <"$list" || exit 1
echo "$(find lib cmd -name "*.c" | wc -l) files are clean"
