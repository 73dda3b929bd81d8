ALTER TABLE "users" RENAME TO "people";

-- the name b is still in use
ALTER TABLE "people" RENAME COLUMN "a" TO "_corm_tmp_a";

ALTER TABLE "people" RENAME COLUMN "b" TO "a";

ALTER TABLE "people" RENAME COLUMN "_corm_tmp_a" TO "b";

ALTER TABLE "posts" RENAME COLUMN "user_id" TO "person_id";

ALTER TABLE "people" RENAME CONSTRAINT "pk_users" TO "pk_people";

ALTER TABLE "people" RENAME CONSTRAINT "uq_users_a" TO "uq_people_b";

ALTER INDEX "ix_users_b" RENAME TO "ix_people_a";

ALTER TABLE "people" RENAME CONSTRAINT "ck_users_b" TO "ck_people_a";

ALTER TABLE "posts" RENAME CONSTRAINT "fk_posts_user_id_users" TO "fk_posts_person_id_people";

CREATE TABLE "users" (
    "id" integer NOT NULL,
    CONSTRAINT "pk_users" PRIMARY KEY ("id")
);
