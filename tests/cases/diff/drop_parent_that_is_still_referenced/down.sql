-- SQLite cannot add the foreign key posts.fk in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_posts" (
    "id" INTEGER PRIMARY KEY,
    "user_id" INTEGER,
    CONSTRAINT "fk" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
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

CREATE TABLE "users" (
    "id" INTEGER PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL
);
