DELETE FROM users WHERE id = 1;
SELECT users.username, posts.title FROM users LEFT JOIN posts ON posts.user_id = users.id;
SELECT count(*) FROM posts;
