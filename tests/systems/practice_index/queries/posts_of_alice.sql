SELECT posts.title FROM users JOIN posts ON posts.user_id = users.id WHERE users.name = 'Alice' ORDER BY posts.id;
