-- another takes its name
ALTER TYPE "other" RENAME TO "_corm_tmp_other";

ALTER TYPE "mood" RENAME TO "feeling";

ALTER TYPE "feeling" RENAME VALUE 'b' TO 'c';

ALTER TYPE "feeling" RENAME VALUE 'a' TO 'b';

ALTER TABLE "t" RENAME TO "other";

DROP TYPE "_corm_tmp_other";
