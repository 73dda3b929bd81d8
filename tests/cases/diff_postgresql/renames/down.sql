DROP TABLE "users";

ALTER TABLE "people" RENAME TO "users";

ALTER TABLE "posts" RENAME COLUMN "person_id" TO "user_id";

-- the name a is still in use
ALTER TABLE "users" RENAME COLUMN "b" TO "_corm_tmp_b";

ALTER TABLE "users" RENAME COLUMN "a" TO "b";

ALTER TABLE "users" RENAME COLUMN "_corm_tmp_b" TO "a";

ALTER TABLE "posts" RENAME CONSTRAINT "fk_posts_person_id_people" TO "fk_posts_user_id_users";

ALTER TABLE "users" RENAME CONSTRAINT "pk_people" TO "pk_users";

ALTER TABLE "users" RENAME CONSTRAINT "uq_people_b" TO "uq_users_a";

ALTER INDEX "ix_people_a" RENAME TO "ix_users_b";

ALTER TABLE "users" RENAME CONSTRAINT "ck_people_a" TO "ck_users_b";
