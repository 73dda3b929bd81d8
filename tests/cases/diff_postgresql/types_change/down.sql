-- comes back below: child.t_id gets another type
ALTER TABLE "child" DROP CONSTRAINT "fk_child_t_id_t";

ALTER TABLE "t" DROP CONSTRAINT "ck_t_parsed";

DROP INDEX "ix_t_flag";

ALTER TABLE "child" ALTER COLUMN "t_id" TYPE integer;

ALTER TABLE "t"
    ALTER COLUMN "id" TYPE integer,
    ALTER COLUMN "narrower" DROP DEFAULT,
    ALTER COLUMN "narrower" TYPE character varying(80),
    ALTER COLUMN "narrower" SET DEFAULT 'x',
    ALTER COLUMN "wider" TYPE character varying(20),
    ALTER COLUMN "number" TYPE bigint,
    ALTER COLUMN "flag" DROP DEFAULT,
    ALTER COLUMN "flag" TYPE integer USING "flag"::integer,
    ALTER COLUMN "flag" SET DEFAULT 0,
    ALTER COLUMN "parsed" TYPE text,
    ALTER COLUMN "shown" TYPE uuid USING "shown"::uuid,
    ALTER COLUMN "scale" TYPE numeric(10,2),
    ALTER COLUMN "collated" TYPE text,
    ALTER COLUMN "listed" TYPE text[];

ALTER TABLE "turned"
    ALTER COLUMN "c0" TYPE integer USING ("c0")[1]::integer,
    ALTER COLUMN "c1" TYPE integer[] USING CASE WHEN "c1" IS NOT NULL THEN ARRAY["c1"::text]::integer[] END,
    ALTER COLUMN "c2" TYPE text USING convert_from("c2", 'UTF8'),
    ALTER COLUMN "c3" TYPE bytea USING convert_to("c3", 'UTF8'),
    ALTER COLUMN "c4" TYPE uuid USING ("c4")[1]::text::uuid,
    ALTER COLUMN "c5" TYPE jsonb[] USING "c5"::text::jsonb[];

ALTER TABLE "t" ADD CONSTRAINT "ck_t_parsed" CHECK (length(parsed) > 1);

CREATE INDEX "ix_t_flag" ON "t" ("number") WHERE flag = 1;

ALTER TABLE "child" ADD CONSTRAINT "fk_child_t_id_t" FOREIGN KEY ("t_id") REFERENCES "t" ("id");
