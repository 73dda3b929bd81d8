ALTER TABLE "posts" RENAME TO "articles";

ALTER TABLE "users" RENAME TO "people";
