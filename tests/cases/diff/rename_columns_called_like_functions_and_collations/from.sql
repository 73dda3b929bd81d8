CREATE TABLE t (x TEXT, "lower" TEXT, nocase TEXT, text TEXT, CHECK (x <> 'A' COLLATE nocase), CHECK (CAST(x AS text) <> lower("lower")));
CREATE INDEX ix ON t (lower(x), lower("lower"), x COLLATE nocase);
INSERT INTO t VALUES ('x', 'l', 'n', 't');
