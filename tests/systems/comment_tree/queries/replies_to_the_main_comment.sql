SELECT reply.text FROM comments AS main JOIN comments AS reply ON reply.parent_id = main.id
 WHERE main.text = 'Great article!' ORDER BY reply.text;
