ALTER TABLE "t" RENAME COLUMN "label" TO "code";

-- SQLite cannot change t.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "code" TEXT NOT NULL,
    "a" TEXT,
    UNIQUE ("code")
);

INSERT INTO "_corm_new_t" ("id", "code", "a")
SELECT "id", "code", "a"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
