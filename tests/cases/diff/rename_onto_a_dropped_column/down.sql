ALTER TABLE "r" RENAME COLUMN "b" TO "a";

ALTER TABLE "r" RENAME COLUMN "c" TO "b";

ALTER TABLE "t" RENAME COLUMN "b" TO "a";

ALTER TABLE "t" RENAME COLUMN "c" TO "b";

-- SQLite cannot add the unique key r(b) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_r" (
    "a" TEXT,
    "b" TEXT,
    UNIQUE ("b")
);

INSERT INTO "_corm_new_r" (rowid, "a", "b")
SELECT rowid, "a", "b"
FROM "r"
ORDER BY rowid;

DROP TABLE "r";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_r" RENAME TO "r";

PRAGMA legacy_alter_table = OFF;
