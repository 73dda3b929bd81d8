SELECT posts.title FROM users JOIN posts ON posts.user_id = users.id WHERE users.username = 'alice' ORDER BY posts.id;
