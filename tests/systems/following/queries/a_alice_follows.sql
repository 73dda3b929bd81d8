SELECT '@' || u.username FROM users AS a JOIN user_follows AS f ON f.follower_id = a.id
  JOIN users AS u ON u.id = f.following_id WHERE a.username = 'alice' ORDER BY u.username;
