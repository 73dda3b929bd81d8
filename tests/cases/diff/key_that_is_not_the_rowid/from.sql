CREATE TABLE t (id INTEGER PRIMARY KEY DESC, x TEXT);
INSERT INTO t (rowid, id, x) VALUES (9, 1, 'a'), (4, 2, 'b');
