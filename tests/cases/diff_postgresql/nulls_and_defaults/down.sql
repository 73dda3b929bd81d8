ALTER TABLE "t"
    DROP COLUMN "added",
    DROP COLUMN "stamped";

ALTER TABLE "t"
    ALTER COLUMN "filled" DROP DEFAULT,
    ALTER COLUMN "filled" DROP NOT NULL,
    ALTER COLUMN "not_filled" DROP NOT NULL,
    ALTER COLUMN "freed" SET DEFAULT 1,
    ADD COLUMN "gone" text;

-- nulls become the default
UPDATE "t" SET "freed" = DEFAULT WHERE "freed" IS NULL;

-- no table changes while checks of its rows are still due
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE "t" ALTER COLUMN "freed" SET NOT NULL;
