SELECT profiles.bio, profiles.website FROM users JOIN profiles ON profiles.user_id = users.id
 WHERE users.username = 'alice';
