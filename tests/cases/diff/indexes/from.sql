CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE INDEX ix_gone ON t (a); CREATE INDEX ix_order ON t (a, b); CREATE INDEX ix_unique ON t (a); CREATE INDEX ix_where ON t (a) WHERE b > 1; CREATE INDEX ix_expr ON t (lower(a)); CREATE INDEX ix_old_name ON t (b, a); CREATE INDEX ix_desc ON t (b); CREATE INDEX ix_coll ON t (b, id);
