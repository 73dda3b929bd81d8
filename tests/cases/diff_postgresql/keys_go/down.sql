ALTER TABLE "c" DROP CONSTRAINT "uq_c_code";

CREATE TABLE "a" (
    "id" integer NOT NULL,
    "b_id" integer,
    CONSTRAINT "pk_a" PRIMARY KEY ("id")
);

CREATE TABLE "b" (
    "id" integer NOT NULL,
    "a_id" integer,
    CONSTRAINT "pk_b" PRIMARY KEY ("id")
);

ALTER TABLE "c" ADD CONSTRAINT "uq_c_code" UNIQUE ("code");

ALTER TABLE "c" ADD CONSTRAINT "fk_c_a" FOREIGN KEY ("a_id") REFERENCES "a" ("id");

ALTER TABLE "d" ADD CONSTRAINT "fk_d_c" FOREIGN KEY ("c_code") REFERENCES "c" ("code");

ALTER TABLE "d" ALTER CONSTRAINT "fk_d_c_id" NOT DEFERRABLE;

ALTER TABLE "a" ADD CONSTRAINT "fk_a_b" FOREIGN KEY ("b_id") REFERENCES "b" ("id");

ALTER TABLE "b" ADD CONSTRAINT "fk_b_a" FOREIGN KEY ("a_id") REFERENCES "a" ("id");
