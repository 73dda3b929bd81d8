CREATE TABLE t (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, "Order" INTEGER CHECK ("Order" > 0), g AS ("Order" + 1), plain TEXT, CONSTRAINT ck CHECK ("Order" < 9 AND label <> 'n'));
CREATE UNIQUE INDEX ix ON t (lower(label), "Order" DESC) WHERE "Order" > 1; CREATE TABLE c (t_code TEXT REFERENCES t (label) ON UPDATE CASCADE);
