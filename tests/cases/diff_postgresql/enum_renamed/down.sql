ALTER TYPE "feeling" RENAME TO "mood";

ALTER TYPE "mood" RENAME VALUE 'b' TO 'a';

ALTER TYPE "mood" RENAME VALUE 'c' TO 'b';

ALTER TABLE "other" RENAME TO "t";

CREATE TYPE "other" AS ENUM ('x');
