-- SQLite cannot change t.a (null) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "a" TEXT
);

INSERT INTO "_corm_new_t" ("id", "a")
SELECT "id", "a"
FROM "t"
ORDER BY rowid;

-- the next id stays what it is, also where the last rows are gone
DELETE FROM sqlite_sequence WHERE name = '_corm_new_t';

INSERT INTO sqlite_sequence (name, seq)
SELECT '_corm_new_t', seq
FROM sqlite_sequence
WHERE name = 't';

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
