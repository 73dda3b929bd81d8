-- SQLite cannot change the primary key t(a) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "a" INTEGER CONSTRAINT "pk_old" PRIMARY KEY,
    "b" INTEGER NOT NULL
);

INSERT INTO "_corm_new_t" ("a", "b")
SELECT "a", "b"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
