SELECT blogs.name, posts.title, comments.text FROM blogs JOIN posts ON posts.blog_id = blogs.id
  LEFT JOIN comments ON comments.post_id = posts.id ORDER BY blogs.name, posts.title, comments.text;
