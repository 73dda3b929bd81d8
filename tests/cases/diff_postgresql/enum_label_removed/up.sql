-- a label goes or moves, which no type does in place: a new one takes over
ALTER TYPE "mood" RENAME TO "_corm_tmp_mood";

-- comes back below: u.m gets another type
ALTER TABLE "u" DROP CONSTRAINT "fk_u_m_t";

-- comes back below: t.m gets another type
ALTER TABLE "t" DROP CONSTRAINT "ck_t_m";

-- comes back below: t.m gets another type
DROP INDEX "ix_t_m";

-- comes back below: t.text_of_m is made anew
DROP INDEX "ix_t_text_of_m";

-- what generates a column, or is read by that, changes
ALTER TABLE "t" DROP COLUMN "text_of_m";

CREATE TYPE "mood" AS ENUM ('sad', 'glad');

ALTER TABLE "t"
    ALTER COLUMN "m" DROP DEFAULT,
    ALTER COLUMN "m" TYPE mood USING "m"::text::mood,
    ALTER COLUMN "m" SET DEFAULT 'sad',
    ALTER COLUMN "all_moods" TYPE mood[] USING "all_moods"::text[]::mood[],
    ADD COLUMN "text_of_m" text GENERATED ALWAYS AS (CASE WHEN m = 'sad' THEN 'sad' END) STORED;

ALTER TABLE "u" ALTER COLUMN "m" TYPE mood USING "m"::text::mood;

ALTER TABLE "t" ADD CONSTRAINT "ck_t_m" CHECK (m <> 'glad');

CREATE INDEX "ix_t_m" ON "t" ("m") WHERE m <> 'glad';

CREATE INDEX "ix_t_text_of_m" ON "t" ("text_of_m");

ALTER TABLE "u" ADD CONSTRAINT "fk_u_m_t" FOREIGN KEY ("m") REFERENCES "t" ("m");

COMMENT ON TYPE "mood" IS 'feelings';

DROP TYPE "_corm_tmp_mood";
