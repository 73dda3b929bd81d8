-- SQLite cannot change t.id (identity) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "type" TEXT,
    "nul" TEXT,
    "def" TEXT DEFAULT 'a',
    "gen" GENERATED ALWAYS AS (type) VIRTUAL,
    "coll" TEXT,
    "nn" TEXT,
    "conflict" TEXT NOT NULL
);

INSERT INTO "_corm_new_t" ("id", "type", "nul", "def", "coll", "nn", "conflict")
SELECT "id", "type", "nul", "def", "coll", "nn", "conflict"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
