-- a label goes or moves, which no type does in place: a new one takes over
ALTER TYPE "mood" RENAME TO "_corm_tmp_mood";

CREATE TYPE "mood" AS ENUM ('sad', 'glad');

ALTER TABLE "t"
    ALTER COLUMN "m" DROP DEFAULT,
    ALTER COLUMN "m" TYPE mood USING "m"::text::mood,
    ALTER COLUMN "m" SET DEFAULT 'sad';

DROP TYPE "_corm_tmp_mood";
