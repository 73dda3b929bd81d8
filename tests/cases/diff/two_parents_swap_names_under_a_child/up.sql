-- the name p is still in use: q steps aside
ALTER TABLE "q" RENAME TO "_corm_tmp_q";

ALTER TABLE "p" RENAME TO "q";

ALTER TABLE "_corm_tmp_q" RENAME TO "p";

-- SQLite cannot change c.n (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_c" (
    "id" INTEGER PRIMARY KEY,
    "p_id" INTEGER,
    "n" TEXT NOT NULL DEFAULT 'n',
    FOREIGN KEY ("p_id") REFERENCES "q" ("id")
);

-- where c.n is null it becomes the default
INSERT INTO "_corm_new_c" ("id", "p_id", "n")
SELECT "id", "p_id", coalesce("n", 'n')
FROM "c"
ORDER BY rowid;

DROP TABLE "c";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_c" RENAME TO "c";

PRAGMA legacy_alter_table = OFF;
