ALTER TABLE "users" DROP CONSTRAINT "ck_users_b";

DROP INDEX "ix_users_b";

ALTER TABLE "users" DROP CONSTRAINT "uq_users_a";

ALTER TABLE "users" RENAME TO "people";

ALTER TABLE "posts" RENAME COLUMN "user_id" TO "person_id";

ALTER TABLE "people" RENAME CONSTRAINT "pk_users" TO "pk_people";

ALTER TABLE "posts" RENAME CONSTRAINT "fk_posts_user_id_users" TO "fk_posts_person_id_people";

CREATE TABLE "users" (
    "id" integer NOT NULL,
    CONSTRAINT "pk_users" PRIMARY KEY ("id")
);

ALTER TABLE "people" ADD CONSTRAINT "uq_people_b" UNIQUE ("b");

ALTER TABLE "people" ADD CONSTRAINT "ck_people_a" CHECK (a <> '');

CREATE INDEX "ix_people_a" ON "people" ("a");
