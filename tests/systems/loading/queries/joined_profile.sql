SELECT users.username, profiles.bio FROM users LEFT JOIN profiles ON profiles.user_id = users.id
 ORDER BY users.username;
