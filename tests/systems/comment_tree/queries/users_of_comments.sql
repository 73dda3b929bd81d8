SELECT comments.text, users.username FROM comments LEFT JOIN users ON users.id = comments.user_id
 ORDER BY comments.text;
