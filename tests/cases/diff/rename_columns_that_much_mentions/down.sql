ALTER TABLE "t" RENAME COLUMN "label" TO "code";

ALTER TABLE "t" RENAME COLUMN "Order" TO "n";

ALTER TABLE "t" RENAME COLUMN "plain" TO "odd name";
