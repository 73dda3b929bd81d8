-- goes away with the rebuild below
ALTER TABLE "t" RENAME COLUMN "a" TO "_corm_old_a";

ALTER TABLE "t" RENAME COLUMN "b" TO "a";

-- SQLite cannot drop the unique key t(a, b) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "a" TEXT,
    UNIQUE ("a")
);

INSERT INTO "_corm_new_t" ("id", "a")
SELECT "id", "a"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
