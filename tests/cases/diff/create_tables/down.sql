DROP TABLE "kv";

DROP TABLE "a_posts";

DROP TABLE "users";
