CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) );
INSERT INTO users (id, name) VALUES (1, 'ada'), (2, 'bob');
