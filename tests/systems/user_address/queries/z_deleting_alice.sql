DELETE FROM users WHERE username = 'alice';
SELECT line, CASE WHEN user_id IS NULL THEN 'kept' ELSE 'owned' END FROM addresses ORDER BY line;
