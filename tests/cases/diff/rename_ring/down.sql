-- the name x is still in use: y steps aside
ALTER TABLE "y" RENAME TO "_corm_tmp_y";

ALTER TABLE "x" RENAME TO "y";

ALTER TABLE "_corm_tmp_y" RENAME TO "x";

-- the name a is still in use: b steps aside
ALTER TABLE "t" RENAME COLUMN "b" TO "_corm_tmp_b";

ALTER TABLE "t" RENAME COLUMN "a" TO "b";

ALTER TABLE "t" RENAME COLUMN "_corm_tmp_b" TO "a";
