ALTER TABLE "users" ADD COLUMN "bio" TEXT;

ALTER TABLE "users" ADD COLUMN "nick" TEXT;

ALTER TABLE "users" ADD COLUMN "v" GENERATED ALWAYS AS (upper(bio)) VIRTUAL;

CREATE INDEX "ix_nick" ON "users" ("nick");
