#!/bin/sh
# The public header compiles alone, strictly, as C11 and as C++.
set -eu
cd "$1"
printf '#include <corm.h>\nint main(void) { return 0; }\n' >"${TMPDIR:-/tmp}/corm_header_$$.c"
trap 'rm -f "${TMPDIR:-/tmp}/corm_header_$$.c"' EXIT
cc -std=c11 -Wall -Wextra -Wpedantic -Werror -Ilib -fsyntax-only "${TMPDIR:-/tmp}/corm_header_$$.c"
if command -v c++ >/dev/null 2>&1; then
    c++ -std=c++17 -Wall -Wextra -Werror -Ilib -fsyntax-only -x c++ "${TMPDIR:-/tmp}/corm_header_$$.c"
fi
# every header of the library includes what it uses
flags=$(pkg-config --cflags libpq 2>/dev/null || true)
# shellcheck disable=SC2086 # a list of words
for header in $(find lib -name '*.h' | sort); do
    cc -std=c11 -D_XOPEN_SOURCE=700 -Wall -Wextra -Werror -Wno-unused -Ilib $flags -fsyntax-only -x c "$header" 2>"${TMPDIR:-/tmp}/corm_header_$$.c" ||
        { echo "$header does not compile alone:"; cat "${TMPDIR:-/tmp}/corm_header_$$.c"; exit 1; }
done
