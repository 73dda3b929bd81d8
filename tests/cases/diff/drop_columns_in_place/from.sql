CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, bio TEXT, nick TEXT, v AS (upper(bio)) VIRTUAL);
CREATE INDEX ix_nick ON users (nick);INSERT INTO users (id, name) VALUES (1, 'ada'), (2, 'bob');
