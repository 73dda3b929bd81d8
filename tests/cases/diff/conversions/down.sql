-- SQLite cannot change t.a (type) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "a" TEXT,
    "b" INTEGER,
    "c" VARCHAR(20),
    "d" REAL,
    "e" BLOB,
    "f" INTEGER
);

INSERT INTO "_corm_new_t" ("id", "a", "b", "c", "d", "e", "f")
SELECT "id", "a", "b", "c", "d", "e", "f"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
