CREATE TABLE t (a TEXT, b INT); CREATE TABLE u (rowid TEXT, a TEXT); INSERT INTO t (rowid, a, b) VALUES (7, 'x', 1), (3, 'y', 2); INSERT INTO u VALUES (1, 2);
