SELECT users.username, posts.title FROM users LEFT JOIN posts ON posts.user_id = users.id
 ORDER BY users.username, posts.created_at;
