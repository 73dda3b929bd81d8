CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, team_id INTEGER UNIQUE REFERENCES users (id), mood TEXT CHECK (mood IN ('a')));
INSERT INTO users (id, name) VALUES (1, 'ada'), (2, 'bob');
