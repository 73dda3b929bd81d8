-- SQLite cannot change t.id (identity) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "type" INTEGER,
    "nul" TEXT NOT NULL DEFAULT 'none',
    "def" TEXT DEFAULT 'b',
    "gen" GENERATED ALWAYS AS (type || 'x') VIRTUAL,
    "coll" TEXT COLLATE NOCASE,
    "nn" TEXT,
    "conflict" TEXT NOT NULL ON CONFLICT IGNORE
);

-- where t.nul is null it becomes the default
INSERT OR ABORT INTO "_corm_new_t" ("id", "type", "nul", "def", "coll", "nn", "conflict")
SELECT "id", "type", coalesce("nul", 'none'), "def", "coll", "nn", "conflict"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
