SELECT users.name, posts.title FROM users LEFT JOIN posts ON posts.user_id = users.id ORDER BY posts.id;
