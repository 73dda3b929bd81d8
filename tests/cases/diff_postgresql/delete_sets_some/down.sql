ALTER TABLE "posts" DROP CONSTRAINT "fk";

ALTER TABLE "posts" RENAME COLUMN "writer" TO "author";

ALTER TABLE "posts" ALTER COLUMN "author" DROP DEFAULT;

ALTER TABLE "posts" ADD CONSTRAINT "fk" FOREIGN KEY ("tenant", "author") REFERENCES "users" ("tenant", "id") ON DELETE SET NULL ("author");
