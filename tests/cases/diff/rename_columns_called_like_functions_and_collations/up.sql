ALTER TABLE "t" RENAME COLUMN "lower" TO "low";

ALTER TABLE "t" RENAME COLUMN "nocase" TO "coll";

ALTER TABLE "t" RENAME COLUMN "text" TO "words";
