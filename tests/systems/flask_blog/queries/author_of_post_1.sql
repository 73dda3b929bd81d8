SELECT "user".username FROM post JOIN "user" ON "user".id = post.user_id WHERE post.id = 1;
