CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name VARCHAR(40) NOT NULL,
    email TEXT COLLATE NOCASE,
    CONSTRAINT uq_name UNIQUE (name COLLATE NOCASE, id),
    CONSTRAINT uq_email UNIQUE (email)
);
CREATE TABLE tags (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT pk_tags PRIMARY KEY (name COLLATE NOCASE, kind)
);
