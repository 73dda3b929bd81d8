ALTER TABLE "t" RENAME COLUMN "a" TO "b";

-- SQLite cannot add the unique key t(a, b) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "a" INTEGER,
    "b" TEXT,
    UNIQUE ("b"),
    UNIQUE ("a", "b")
);

INSERT INTO "_corm_new_t" ("id", "b")
SELECT "id", "b"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
