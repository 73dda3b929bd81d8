-- comes back below: child.t_id gets another type
ALTER TABLE "child" DROP CONSTRAINT "fk_child_t_id_t";

ALTER TABLE "t" DROP CONSTRAINT "ck_t_parsed";

DROP INDEX "ix_t_flag";

ALTER TABLE "child" ALTER COLUMN "t_id" TYPE bigint;

ALTER TABLE "t"
    ALTER COLUMN "id" TYPE bigint,
    ALTER COLUMN "narrower" DROP DEFAULT,
    ALTER COLUMN "narrower" TYPE character varying(8),
    ALTER COLUMN "narrower" SET DEFAULT 'x',
    ALTER COLUMN "wider" TYPE text,
    ALTER COLUMN "number" TYPE smallint,
    ALTER COLUMN "flag" DROP DEFAULT,
    ALTER COLUMN "flag" TYPE boolean USING "flag"::boolean,
    ALTER COLUMN "flag" SET DEFAULT false,
    ALTER COLUMN "parsed" TYPE timestamp with time zone USING "parsed"::timestamp with time zone,
    ALTER COLUMN "shown" TYPE text,
    ALTER COLUMN "scale" TYPE numeric(10,1),
    ALTER COLUMN "collated" TYPE text COLLATE "C",
    ALTER COLUMN "listed" TYPE integer[] USING "listed"::text[]::integer[];

ALTER TABLE "turned"
    ALTER COLUMN "c0" TYPE integer[] USING CASE WHEN "c0" IS NOT NULL THEN ARRAY["c0"]::integer[] END,
    ALTER COLUMN "c1" TYPE bigint USING ("c1")[1]::text::bigint,
    ALTER COLUMN "c2" TYPE bytea USING convert_to("c2", 'UTF8'),
    ALTER COLUMN "c3" TYPE character varying(20) USING convert_from("c3", 'UTF8'),
    ALTER COLUMN "c4" TYPE text[] USING CASE WHEN "c4" IS NOT NULL THEN ARRAY["c4"::text]::text[] END,
    ALTER COLUMN "c5" TYPE jsonb USING "c5"::text::jsonb;

ALTER TABLE "t" ADD CONSTRAINT "ck_t_parsed" CHECK (parsed > '2000-01-01');

CREATE INDEX "ix_t_flag" ON "t" ("number") WHERE flag;

ALTER TABLE "child" ADD CONSTRAINT "fk_child_t_id_t" FOREIGN KEY ("t_id") REFERENCES "t" ("id");
