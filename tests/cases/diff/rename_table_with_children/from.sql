CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), up INTEGER REFERENCES posts, CHECK (posts.id > 0)); CREATE INDEX ix ON posts (user_id) WHERE posts.up > 0;
INSERT INTO users (id, name) VALUES (1, 'ada'), (2, 'bob');
INSERT INTO posts VALUES (1, 1, 1);
