DELETE FROM posts;
SELECT count(*) FROM comments;
