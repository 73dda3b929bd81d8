#!/bin/sh
# Fails where a folder includes one that it may not (layers.txt), a library's header stands outside its folder, or the
# library prints or exits.
set -eu
cd "$1"
status=0

bad=$(grep -rnE '^#include "[a-z_]+/' lib --include='*.[ch]' | awk -F'[:"/]' '
    BEGIN {
        while ((getline line < "tests/support/layers.txt") > 0) {
            count = split(line, word, /[ :]+/)
            for (i = 2; i <= count; i++) allowed[word[1] " " word[i]] = 1
        }
    }
    {
        from = $2
        match($0, /#include "[a-z_]+/)
        to = substr($0, RSTART + 10, RLENGTH - 10)
        if (from != to && !((from " " to) in allowed)) print $0 "   [" from " may not include " to "]"
    }')
[ -z "$bad" ] || { echo "layers:"; echo "$bad"; status=1; }

only() { # header, folder
    found=$(grep -rlE "^#include <$1>" lib cmd --include='*.[ch]' | grep -v "^$2/" || true)
    [ -z "$found" ] || { echo "<$1> belongs to $2 alone:"; echo "$found"; status=1; }
}
only yaml.h lib/yaml
only sqlite3.h lib/db/sqlite
only libpq-fe.h lib/db/postgresql
only openssl/evp.h lib/base
only utf8proc.h lib/base
only jansson.h cmd

found=$(grep -rnE '^#include "' cmd --include='*.[ch]' | grep -E '/' | grep -vE '"[a-z_]+\.h"' || true)
[ -z "$found" ] || { echo "cmd/ includes more than corm.h:"; echo "$found"; status=1; }

found=$(grep -rnE '(^|[^a-z_])(printf|puts|exit)\(' lib --include='*.c' | grep -vE '^[^:]*:[0-9]+: *(/\*|\*|//)' || true)
[ -z "$found" ] || { echo "the library prints or exits:"; echo "$found"; status=1; }
exit $status
