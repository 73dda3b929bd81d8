DELETE FROM users WHERE username = 'ann';
SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM profiles), (SELECT count(*) FROM user_group_association),
       (SELECT count(*) FROM groups);
