-- a label goes or moves, which no type does in place: a new one takes over
ALTER TYPE "mood" RENAME TO "_corm_tmp_mood";

ALTER TYPE "_corm_tmp_mood" RENAME VALUE 'a' TO 'x';

CREATE TYPE "feeling" AS ENUM ('c', 'b', 'x');

ALTER TABLE "t"
    ALTER COLUMN "m" DROP DEFAULT,
    ALTER COLUMN "m" TYPE feeling USING "m"::text::feeling,
    ALTER COLUMN "m" SET DEFAULT 'x';

DROP TYPE "_corm_tmp_mood";
