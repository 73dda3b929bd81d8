-- comes back below: t.twice is made anew
DROP INDEX "ix_t_twice";

ALTER TABLE "t" ALTER COLUMN "plain" DROP EXPRESSION;

-- what generates a column, or is read by that, changes
ALTER TABLE "t" DROP COLUMN "twice";

-- what generates a column, or is read by that, changes
ALTER TABLE "t" DROP COLUMN "kept";

ALTER TABLE "t"
    ALTER COLUMN "a" TYPE integer,
    ADD COLUMN "twice" integer GENERATED ALWAYS AS (a * 2) STORED,
    ADD COLUMN "kept" integer GENERATED ALWAYS AS (a + 1) STORED;

CREATE INDEX "ix_t_twice" ON "t" ("twice");

COMMENT ON COLUMN "t"."twice" IS 'two';
