DROP INDEX "ix";

DROP TABLE "new";

-- SQLite cannot change a.x (null) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_a" (
    "x" TEXT
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

-- SQLite cannot change b.x (null) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_b" (
    "x" TEXT
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

CREATE INDEX "ix" ON "b" ("x");

CREATE TABLE "old" (
    "x"
);

CREATE INDEX "ix2" ON "old" ("x");
