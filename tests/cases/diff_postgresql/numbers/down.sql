ALTER TABLE "t"
    ALTER COLUMN "plain" DROP IDENTITY,
    ALTER COLUMN "old_serial" DROP IDENTITY;

ALTER TABLE "t" ALTER COLUMN "plain_too" DROP DEFAULT;

-- the sequence of the serial column plain_too
DO 'BEGIN EXECUTE concat(''DROP SEQUENCE '', pg_get_serial_sequence(''"t"'', ''plain_too''), ''''); END';

ALTER TABLE "t"
    ALTER COLUMN "plain" DROP NOT NULL,
    ALTER COLUMN "plain_too" DROP NOT NULL,
    ALTER COLUMN "plain_too" SET DEFAULT 7,
    ALTER COLUMN "wide_serial" TYPE integer,
    ALTER COLUMN "identity_off" DROP DEFAULT,
    ALTER COLUMN "identity_off" TYPE integer USING "identity_off"::integer,
    ALTER COLUMN "identity_other" TYPE integer;

CREATE SEQUENCE "t_old_serial_seq" AS integer OWNED BY "t"."old_serial";

ALTER TABLE "t" ALTER COLUMN "old_serial" SET DEFAULT nextval('"t_old_serial_seq"');

-- goes on behind the numbers that are there
SELECT setval(pg_get_serial_sequence('"t"', 'old_serial'), max("old_serial")) FROM "t" HAVING max("old_serial") >= 1;

-- the sequence follows the column
DO 'BEGIN EXECUTE concat(''ALTER SEQUENCE '', pg_get_serial_sequence(''"t"'', ''wide_serial''), '' AS integer''); END';

-- rows without a number get one, which an identity needs beforehand
UPDATE "t" SET "identity_off" = free.number FROM (SELECT ctid AS place, row_number() OVER () + (SELECT coalesce(max("identity_off"), 0) FROM "t") AS number FROM "t" WHERE "identity_off" IS NULL) AS free WHERE "t".ctid = free.place;

ALTER TABLE "t" ALTER COLUMN "identity_off" SET NOT NULL;

ALTER TABLE "t" ALTER COLUMN "identity_off" ADD GENERATED ALWAYS AS IDENTITY;

-- goes on behind the numbers that are there
SELECT setval(pg_get_serial_sequence('"t"', 'identity_off'), max("identity_off")) FROM "t" HAVING max("identity_off") >= 1;

ALTER TABLE "t" ALTER COLUMN "identity_other" SET GENERATED ALWAYS SET INCREMENT BY 1;
