-- comes back below: t.twice is made anew
DROP INDEX "ix_t_twice";

ALTER TABLE "t" ALTER COLUMN "kept" DROP EXPRESSION;

-- what generates a column, or is read by that, changes
ALTER TABLE "t" DROP COLUMN "twice";

-- what generates a column, or is read by that, changes
ALTER TABLE "t" DROP COLUMN "plain";

ALTER TABLE "t"
    ALTER COLUMN "a" TYPE bigint,
    ADD COLUMN "twice" integer GENERATED ALWAYS AS (a * 2) STORED,
    ADD COLUMN "plain" integer GENERATED ALWAYS AS (a + 3) STORED;

CREATE INDEX "ix_t_twice" ON "t" ("twice");

COMMENT ON COLUMN "t"."twice" IS 'two';
