#!/bin/sh
# Fails where shellcheck finds something in a script.
set -eu
cd "$1"
# shellcheck disable=SC2046 # a list of words
shellcheck .ci/run $(find scripts -type f) $(find tests -type f -name '*.sh')
