DROP TABLE "users";

ALTER TABLE "people" DROP CONSTRAINT "ck_people_a";

DROP INDEX "ix_people_a";

ALTER TABLE "people" DROP CONSTRAINT "uq_people_b";

ALTER TABLE "people" RENAME TO "users";

ALTER TABLE "posts" RENAME COLUMN "person_id" TO "user_id";

ALTER TABLE "posts" RENAME CONSTRAINT "fk_posts_person_id_people" TO "fk_posts_user_id_users";

ALTER TABLE "users" RENAME CONSTRAINT "pk_people" TO "pk_users";

ALTER TABLE "users" ADD CONSTRAINT "uq_users_a" UNIQUE ("a");

ALTER TABLE "users" ADD CONSTRAINT "ck_users_b" CHECK (b <> '');

CREATE INDEX "ix_users_b" ON "users" ("b");
