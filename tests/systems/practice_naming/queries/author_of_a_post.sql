SELECT users.name FROM posts JOIN users ON users.id = posts.user_id WHERE posts.title = 'First Post';
