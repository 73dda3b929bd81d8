DELETE FROM users;
SELECT line, CASE WHEN user_id IS NULL THEN 'kept' ELSE 'owned' END FROM addresses;
