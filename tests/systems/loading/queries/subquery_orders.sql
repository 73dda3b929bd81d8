SELECT orders.item FROM (SELECT id FROM users) AS found JOIN orders ON orders.user_id = found.id ORDER BY orders.item;
