CREATE TABLE "users" (
    "id" INTEGER PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL
);

CREATE TABLE "a_posts" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "title" TEXT DEFAULT 'it''s',
    "made" TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    "n" INTEGER DEFAULT (1 + 1),
    "low" DEFAULT -1,
    "slug" TEXT COLLATE NOCASE,
    "upper" TEXT GENERATED ALWAYS AS (upper(title)) STORED,
    "v" GENERATED ALWAYS AS (n * 2) VIRTUAL,
    UNIQUE ("slug", "user_id"),
    CONSTRAINT "fk_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "ck" CHECK (n > 0)
);

CREATE UNIQUE INDEX "ix_slug" ON "a_posts" (lower(slug), "user_id" DESC, "title" COLLATE NOCASE) WHERE title IS NOT NULL;

CREATE TABLE "kv" (
    "k" TEXT NOT NULL,
    "j" INT NOT NULL,
    "v" BLOB,
    CONSTRAINT "pk" PRIMARY KEY ("k", "j")
) WITHOUT ROWID, STRICT;
