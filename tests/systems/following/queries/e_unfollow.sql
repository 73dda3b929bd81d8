DELETE FROM user_follows
 WHERE follower_id = (SELECT id FROM users WHERE username = 'alice')
   AND following_id = (SELECT id FROM users WHERE username = 'bob');
SELECT count(*) FROM user_follows;
