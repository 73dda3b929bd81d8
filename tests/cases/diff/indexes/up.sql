DROP INDEX "ix_coll";

DROP INDEX "ix_desc";

DROP INDEX "ix_expr";

DROP INDEX "ix_gone";

DROP INDEX "ix_old_name";

DROP INDEX "ix_order";

DROP INDEX "ix_unique";

DROP INDEX "ix_where";

CREATE INDEX "ix_coll" ON "t" ("b" COLLATE NOCASE, "id");

CREATE INDEX "ix_desc" ON "t" ("b" DESC);

CREATE INDEX "ix_expr" ON "t" (upper(a));

CREATE INDEX "ix_new" ON "t" ("a");

CREATE INDEX "ix_new_name" ON "t" ("b", "a");

CREATE INDEX "ix_order" ON "t" ("b", "a", "id");

CREATE UNIQUE INDEX "ix_unique" ON "t" ("a");

CREATE INDEX "ix_where" ON "t" ("a") WHERE b > 2;
