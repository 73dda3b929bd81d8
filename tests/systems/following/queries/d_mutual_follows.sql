SELECT '@' || u.username FROM users AS a JOIN user_follows AS f ON f.follower_id = a.id
  JOIN user_follows AS g ON g.follower_id = f.following_id AND g.following_id = a.id
  JOIN users AS u ON u.id = f.following_id WHERE a.username = 'alice';
