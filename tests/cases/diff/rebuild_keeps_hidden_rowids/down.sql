-- SQLite cannot change t.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "a" TEXT,
    "b" INT
);

INSERT INTO "_corm_new_t" (rowid, "a", "b")
SELECT rowid, "a", "b"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;

-- SQLite cannot change u.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_u" (
    "rowid" TEXT,
    "a" TEXT
);

INSERT INTO "_corm_new_u" (_rowid_, "rowid", "a")
SELECT _rowid_, "rowid", "a"
FROM "u"
ORDER BY _rowid_;

DROP TABLE "u";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_u" RENAME TO "u";

PRAGMA legacy_alter_table = OFF;
