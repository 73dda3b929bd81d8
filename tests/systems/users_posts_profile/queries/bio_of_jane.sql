SELECT profiles.bio FROM users JOIN profiles ON profiles.user_id = users.id WHERE users.name = 'Jane Doe';
