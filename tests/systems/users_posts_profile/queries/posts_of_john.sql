SELECT posts.title FROM users JOIN posts ON posts.user_id = users.id WHERE users.name = 'John Doe' ORDER BY posts.id;
