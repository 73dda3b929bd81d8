DELETE FROM blogs WHERE id = 1;
SELECT blogs.name, posts.title, comments.text FROM blogs JOIN posts ON posts.blog_id = blogs.id
  JOIN comments ON comments.post_id = posts.id;
SELECT (SELECT count(*) FROM blogs), (SELECT count(*) FROM posts), (SELECT count(*) FROM comments);
