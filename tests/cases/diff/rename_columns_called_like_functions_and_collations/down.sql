ALTER TABLE "t" RENAME COLUMN "low" TO "lower";

ALTER TABLE "t" RENAME COLUMN "coll" TO "nocase";

ALTER TABLE "t" RENAME COLUMN "words" TO "text";
