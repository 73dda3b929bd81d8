DELETE FROM comments WHERE text = 'Great article!';
SELECT comments.text, parent.text FROM comments LEFT JOIN comments AS parent ON parent.id = comments.parent_id
 ORDER BY comments.text;
