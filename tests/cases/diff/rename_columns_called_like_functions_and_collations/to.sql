CREATE TABLE t (x TEXT, low TEXT, coll TEXT, words TEXT, CHECK (x <> 'A' COLLATE nocase), CHECK (CAST(x AS text) <> lower(low)));
CREATE INDEX ix ON t (lower(x), lower(low), x COLLATE nocase);
