ALTER TABLE "t" RENAME COLUMN "code" TO "label";

-- SQLite cannot change t.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "label" TEXT NOT NULL,
    "a" TEXT NOT NULL DEFAULT '',
    UNIQUE ("label")
);

-- where t.a is null it becomes the default
INSERT INTO "_corm_new_t" ("id", "label", "a")
SELECT "id", "label", coalesce("a", '')
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
