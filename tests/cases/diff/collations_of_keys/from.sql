CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT COLLATE NOCASE,
    CONSTRAINT uq_name UNIQUE (name COLLATE nocase DESC, id),
    CONSTRAINT uq_email UNIQUE (email COLLATE NOCASE)
);
CREATE TABLE tags (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT pk_tags PRIMARY KEY (name COLLATE RTRIM, kind)
);
INSERT INTO people VALUES (1, 'ann', 'a@x'), (2, 'bob', 'b@x');
INSERT INTO tags VALUES ('a', 'b');
