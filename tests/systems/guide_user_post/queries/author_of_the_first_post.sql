SELECT users.username FROM posts JOIN users ON users.id = posts.user_id ORDER BY posts.id LIMIT 1;
