ALTER TABLE "t" DROP COLUMN "gone";

ALTER TABLE "t"
    ALTER COLUMN "filled" SET DEFAULT 5,
    ALTER COLUMN "freed" DROP DEFAULT,
    ALTER COLUMN "freed" DROP NOT NULL,
    ADD COLUMN "added" integer NOT NULL,
    ADD COLUMN "stamped" uuid DEFAULT gen_random_uuid() NOT NULL;

-- nulls become the default
UPDATE "t" SET "filled" = DEFAULT WHERE "filled" IS NULL;

-- no table changes while checks of its rows are still due
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE "t"
    ALTER COLUMN "filled" SET NOT NULL,
    ALTER COLUMN "not_filled" SET NOT NULL;
