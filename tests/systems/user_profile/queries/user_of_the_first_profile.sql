SELECT users.username FROM profiles JOIN users ON users.id = profiles.user_id ORDER BY profiles.id LIMIT 1;
