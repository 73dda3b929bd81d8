DROP INDEX "ix";

DROP TABLE "old";

-- SQLite cannot change a.x (null) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_a" (
    "x" TEXT NOT NULL
);

INSERT INTO "_corm_new_a" (rowid, "x")
SELECT rowid, "x"
FROM "a"
ORDER BY rowid;

DROP TABLE "a";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_a" RENAME TO "a";

PRAGMA legacy_alter_table = OFF;

CREATE INDEX "ix" ON "a" ("x");

-- SQLite cannot change b.x (null) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_b" (
    "x" TEXT NOT NULL
);

INSERT INTO "_corm_new_b" (rowid, "x")
SELECT rowid, "x"
FROM "b"
ORDER BY rowid;

DROP TABLE "b";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_b" RENAME TO "b";

PRAGMA legacy_alter_table = OFF;

CREATE TABLE "new" (
    "x"
);

CREATE INDEX "ix2" ON "new" ("x");
