DROP TABLE "users";

-- SQLite cannot drop the foreign key posts.fk in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_posts" (
    "id" INTEGER PRIMARY KEY,
    "user_id" INTEGER
);

INSERT INTO "_corm_new_posts" ("id", "user_id")
SELECT "id", "user_id"
FROM "posts"
ORDER BY rowid;

DROP TABLE "posts";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_posts" RENAME TO "posts";

PRAGMA legacy_alter_table = OFF;
