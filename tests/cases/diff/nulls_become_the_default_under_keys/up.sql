-- SQLite cannot change t.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "a" INTEGER NOT NULL DEFAULT 1,
    "g" GENERATED ALWAYS AS (a + 1) VIRTUAL,
    "n" TEXT COLLATE NOCASE,
    UNIQUE ("n"),
    CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "users" ("id"),
    CONSTRAINT "ck" CHECK (a > 0)
);

-- where t.a is null it becomes the default
INSERT INTO "_corm_new_t" (rowid, "a", "n")
SELECT rowid, coalesce("a", 1), "n"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX "ix" ON "t" ("g");
