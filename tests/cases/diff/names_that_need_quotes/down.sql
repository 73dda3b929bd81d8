DROP INDEX "i'x";

-- SQLite cannot change a "b".x;y (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_a ""b""" (
    "select" INTEGER PRIMARY KEY,
    "x;y" TEXT
);

INSERT INTO "_corm_new_a ""b""" ("select", "x;y")
SELECT "select", "x;y"
FROM "a ""b"""
ORDER BY rowid;

DROP TABLE "a ""b""";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_a ""b""" RENAME TO "a ""b""";

PRAGMA legacy_alter_table = OFF;
