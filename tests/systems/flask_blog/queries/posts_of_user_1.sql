SELECT post.title FROM "user" JOIN post ON post.user_id = "user".id WHERE "user".id = 1 ORDER BY post.id;
