ALTER TABLE "posts" DROP CONSTRAINT "fk";

ALTER TABLE "posts" RENAME COLUMN "author" TO "writer";

ALTER TABLE "posts" ALTER COLUMN "writer" SET DEFAULT 1;

ALTER TABLE "posts" ADD CONSTRAINT "fk" FOREIGN KEY ("tenant", "writer") REFERENCES "users" ("tenant", "id") ON DELETE SET DEFAULT ("writer");
