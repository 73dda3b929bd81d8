#!/bin/sh
# Installs the library into a folder, builds the example against it through pkg-config alone, and runs it.
# usage: check_install.sh SOURCE BUILD "COMPILER FLAGS"
set -eu
source=$1 build=$2 flags=$3
prefix=$(mktemp -d "${TMPDIR:-/tmp}/corm-install.XXXXXX")
trap 'rm -rf "$prefix"' EXIT
DESTDIR=$prefix cmake --install "$build" >/dev/null
pc=$(find "$prefix" -name corm.pc)
libdir=$(dirname "$(dirname "$pc")")
PKG_CONFIG_PATH=$(dirname "$pc") PKG_CONFIG_SYSROOT_DIR=$prefix
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
# shellcheck disable=SC2046,SC2086 # lists of words
cc -std=c11 -Wall -Wextra -Werror $flags "$source/tests/example/lint.c" $(pkg-config --cflags --libs corm) -o "$prefix/lint"
cd "$source"
said=$(LD_LIBRARY_PATH=$libdir "$prefix/lint" model.yaml)
echo "$said"
case $said in
*"0 errors, 0 warnings, "*) ;;
*) exit 1 ;;
esac

# nothing but the public names is exported
others=$(nm -D --defined-only "$libdir/libcorm.so" | awk '$2 ~ /[TDB]/ && $3 !~ /^corm_/ {print $3}')
[ -z "$others" ] || { echo "exported besides corm_: $others"; exit 1; }
