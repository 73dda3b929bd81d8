-- SQLite cannot change t.a (null, default) in place: the table is rebuilt and its rows are copied
CREATE TABLE "_corm_new_t" (
    "a" INTEGER,
    "g" GENERATED ALWAYS AS (a + 1) VIRTUAL,
    "n" TEXT,
    UNIQUE ("n"),
    CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "users" ("id"),
    CONSTRAINT "ck" CHECK (a > 0)
);

INSERT INTO "_corm_new_t" (rowid, "a", "n")
SELECT rowid, "a", "n"
FROM "t"
ORDER BY rowid;

DROP TABLE "t";

-- views and triggers that mention the table stay as they are
PRAGMA legacy_alter_table = ON;

ALTER TABLE "_corm_new_t" RENAME TO "t";

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX "ix" ON "t" ("g");
