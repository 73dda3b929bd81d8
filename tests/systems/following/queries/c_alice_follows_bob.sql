SELECT count(*) FROM user_follows AS f JOIN users AS a ON a.id = f.follower_id
  JOIN users AS b ON b.id = f.following_id WHERE a.username = 'alice' AND b.username = 'bob';
