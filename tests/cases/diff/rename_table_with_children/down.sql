ALTER TABLE "articles" RENAME TO "posts";

ALTER TABLE "people" RENAME TO "users";
