-- SQLite cannot change users.name (null) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_users" (
    "id" INTEGER PRIMARY KEY,
    "name" VARCHAR(80)
);

INSERT INTO "_corm_new_users" ("id", "name")
SELECT "id", "name"
FROM "users"
ORDER BY rowid;

DROP TABLE "users";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_users" RENAME TO "users";

PRAGMA legacy_alter_table = OFF;
