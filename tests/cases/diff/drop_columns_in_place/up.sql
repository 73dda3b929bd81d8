DROP INDEX "ix_nick";

ALTER TABLE "users" DROP COLUMN "v";

ALTER TABLE "users" DROP COLUMN "bio";

ALTER TABLE "users" DROP COLUMN "nick";
