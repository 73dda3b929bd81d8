SELECT count(*) FROM users LEFT JOIN posts ON posts.user_id = users.id
  LEFT JOIN comments ON comments.user_id = users.id;
