SELECT title FROM posts WHERE user_id = 1 AND created_at > '2024-01-01' ORDER BY created_at;
