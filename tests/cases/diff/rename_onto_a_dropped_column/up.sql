ALTER TABLE "r" RENAME COLUMN "b" TO "c";

ALTER TABLE "r" RENAME COLUMN "a" TO "b";

ALTER TABLE "t" RENAME COLUMN "b" TO "c";

ALTER TABLE "t" RENAME COLUMN "a" TO "b";

-- SQLite cannot drop the unique key r(b) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_r" (
    "c" TEXT,
    "b" TEXT
);

INSERT INTO "_corm_new_r" (rowid, "c", "b")
SELECT rowid, "c", "b"
FROM "r"
ORDER BY rowid;

DROP TABLE "r";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_r" RENAME TO "r";

PRAGMA legacy_alter_table = OFF;
