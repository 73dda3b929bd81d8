DROP INDEX "ix_coll";

DROP INDEX "ix_desc";

DROP INDEX "ix_expr";

DROP INDEX "ix_new";

DROP INDEX "ix_new_name";

DROP INDEX "ix_order";

DROP INDEX "ix_unique";

DROP INDEX "ix_where";

CREATE INDEX "ix_coll" ON "t" ("b", "id");

CREATE INDEX "ix_desc" ON "t" ("b");

CREATE INDEX "ix_expr" ON "t" (lower(a));

CREATE INDEX "ix_gone" ON "t" ("a");

CREATE INDEX "ix_old_name" ON "t" ("b", "a");

CREATE INDEX "ix_order" ON "t" ("a", "b");

CREATE INDEX "ix_unique" ON "t" ("a");

CREATE INDEX "ix_where" ON "t" ("a") WHERE b > 1;
