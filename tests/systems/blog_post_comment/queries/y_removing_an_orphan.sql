DELETE FROM posts WHERE title = 'Oslo';
SELECT count(*) FROM posts;
