SELECT addresses.line FROM users JOIN addresses ON addresses.user_id = users.id
 WHERE users.username = 'alice' ORDER BY addresses.line;
