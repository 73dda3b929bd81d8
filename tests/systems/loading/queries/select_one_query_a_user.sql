SELECT username FROM users ORDER BY id;
SELECT title FROM posts WHERE user_id = 1 ORDER BY id;
SELECT title FROM posts WHERE user_id = 2 ORDER BY id;
