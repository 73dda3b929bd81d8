-- SQLite cannot change people.name (type) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_people" (
    "id" INTEGER PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT COLLATE NOCASE,
    CONSTRAINT "uq_name" UNIQUE ("name" COLLATE nocase, "id"),
    CONSTRAINT "uq_email" UNIQUE ("email")
);

INSERT INTO "_corm_new_people" ("id", "name", "email")
SELECT "id", "name", "email"
FROM "people"
ORDER BY rowid;

DROP TABLE "people";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_people" RENAME TO "people";

PRAGMA legacy_alter_table = OFF;

-- SQLite cannot change the primary key tags(name, kind) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_tags" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    CONSTRAINT "pk_tags" PRIMARY KEY ("name" COLLATE RTRIM, "kind")
);

INSERT INTO "_corm_new_tags" (rowid, "name", "kind")
SELECT rowid, "name", "kind"
FROM "tags"
ORDER BY rowid;

DROP TABLE "tags";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_tags" RENAME TO "tags";

PRAGMA legacy_alter_table = OFF;
