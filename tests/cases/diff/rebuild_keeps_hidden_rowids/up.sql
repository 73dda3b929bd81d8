-- SQLite cannot change t.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "a" TEXT NOT NULL DEFAULT CURRENT_DATE,
    "b" INT
);

-- where t.a is null it becomes the default
INSERT INTO "_corm_new_t" (rowid, "a", "b")
SELECT rowid, coalesce("a", CURRENT_DATE), "b"
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
    "a" TEXT NOT NULL DEFAULT 'z'
);

-- where u.a is null it becomes the default
INSERT INTO "_corm_new_u" (_rowid_, "rowid", "a")
SELECT _rowid_, "rowid", coalesce("a", 'z')
FROM "u"
ORDER BY _rowid_;

DROP TABLE "u";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_u" RENAME TO "u";

PRAGMA legacy_alter_table = OFF;
