-- a label goes or moves, which no type does in place: a new one takes over
ALTER TYPE "feeling" RENAME TO "_corm_tmp_feeling";

ALTER TYPE "_corm_tmp_feeling" RENAME VALUE 'x' TO 'a';

CREATE TYPE "mood" AS ENUM ('a', 'b', 'c');

ALTER TABLE "t"
    ALTER COLUMN "m" DROP DEFAULT,
    ALTER COLUMN "m" TYPE mood USING "m"::text::mood,
    ALTER COLUMN "m" SET DEFAULT 'a';

DROP TYPE "_corm_tmp_feeling";
