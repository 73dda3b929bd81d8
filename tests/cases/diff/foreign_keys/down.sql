-- SQLite cannot add the foreign key t(d) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "id" INTEGER PRIMARY KEY,
    "a" INTEGER,
    "b" INTEGER,
    "c" INTEGER,
    "d" INTEGER,
    FOREIGN KEY ("d") REFERENCES "users" ("id"),
    CONSTRAINT "fk_a" FOREIGN KEY ("a") REFERENCES "users" ("id"),
    FOREIGN KEY ("b") REFERENCES "users" ("id")
);

INSERT INTO "_corm_new_t" ("id", "a", "b", "c", "d")
SELECT "id", "a", "b", "c", "d"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;
