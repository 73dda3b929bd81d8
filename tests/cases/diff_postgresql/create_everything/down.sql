DROP TABLE "users", "sales"."orders";

DROP TYPE "mood";

DROP TYPE "sales"."state";

DROP SCHEMA "sales";
