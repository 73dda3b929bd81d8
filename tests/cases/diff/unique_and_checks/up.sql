-- SQLite cannot change the unique key t.uq_a in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "a" INTEGER,
    "b" INTEGER,
    "c" TEXT,
    CONSTRAINT "uq_a" UNIQUE ("a", "b"),
    CONSTRAINT "uq_ac" UNIQUE ("a", "c"),
    CONSTRAINT "ck_new" CHECK (a > 0),
    CONSTRAINT "ck_b" CHECK (b > 1),
    CONSTRAINT "ck_c" CHECK (c IN ('x', 'y'))
);

INSERT INTO "_corm_new_t" (rowid, "a", "b", "c")
SELECT rowid, "a", "b", "c"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
