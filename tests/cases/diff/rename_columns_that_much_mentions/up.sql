ALTER TABLE "t" RENAME COLUMN "code" TO "label";

ALTER TABLE "t" RENAME COLUMN "n" TO "Order";

ALTER TABLE "t" RENAME COLUMN "odd name" TO "plain";
