#!/bin/sh
# Fails where clang-format would change a file.
set -eu
cd "$1"
find lib cmd tests -name '*.[ch]' ! -path '*/build/*' -print0 | xargs -0 clang-format --dry-run -Werror
