#!/bin/sh
# What `git merge` leaves: the files of both branches, and its marks in corm.sum and schema.lock.
set -eu
cp ours/sqlite/*_ours.* migrations/sqlite
echo '      ours: text' >>model.yaml
for file in corm.sum schema.lock; do
    git merge-file -q -L ours -L base -L theirs "ours/sqlite/$file" "base/sqlite/$file" "migrations/sqlite/$file" || true
    cp "ours/sqlite/$file" "migrations/sqlite/$file"
done
