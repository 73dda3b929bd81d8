#!/bin/sh
# Fails where shellcheck finds something in a script.
set -eu
cd "$1"
# shellcheck disable=SC2046 # a list of words
shellcheck $(find scripts .ci tests -type f \( -path 'scripts/*' -o -name run -o -name '*.sh' \) ! -path '*/cases/*')
