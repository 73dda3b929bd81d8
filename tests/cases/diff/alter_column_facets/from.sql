CREATE TABLE t (id INTEGER PRIMARY KEY, type TEXT, nul TEXT, def TEXT DEFAULT 'a', gen AS (type), coll TEXT, nn TEXT, conflict TEXT NOT NULL);
INSERT INTO t (type, nul, def, coll, conflict) VALUES ('1', NULL, 'd', 'c', 'x');
