DELETE FROM users WHERE name = 'Alice';
SELECT (SELECT count(*) FROM loans), (SELECT count(*) FROM books);
