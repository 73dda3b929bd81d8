SELECT '@' || u.username FROM users AS a JOIN user_follows AS f ON f.following_id = a.id
  JOIN users AS u ON u.id = f.follower_id WHERE a.username = 'alice';
