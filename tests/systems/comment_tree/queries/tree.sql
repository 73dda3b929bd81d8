WITH RECURSIVE thread(id, path) AS (
    SELECT id, text FROM comments WHERE parent_id IS NULL
    UNION ALL
    SELECT comments.id, thread.path || ' > ' || comments.text
      FROM comments JOIN thread ON thread.id = comments.parent_id
)
SELECT path FROM thread ORDER BY path;
