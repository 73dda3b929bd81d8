-- SQLite cannot change STRICT of s in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_s" (
    "id" INTEGER PRIMARY KEY,
    "a" TEXT
);

INSERT INTO "_corm_new_s" ("id", "a")
SELECT "id", "a"
FROM "s"
ORDER BY rowid;

DROP TABLE "s";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_s" RENAME TO "s";

PRAGMA legacy_alter_table = OFF;

-- SQLite cannot change WITHOUT ROWID of w in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_w" (
    "k" TEXT,
    "v" TEXT,
    PRIMARY KEY ("k")
);

INSERT INTO "_corm_new_w" ("k", "v")
SELECT "k", "v"
FROM "w";

DROP TABLE "w";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_w" RENAME TO "w";

PRAGMA legacy_alter_table = OFF;
