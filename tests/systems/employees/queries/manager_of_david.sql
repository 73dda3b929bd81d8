SELECT m.name FROM employees AS e JOIN employees AS m ON m.id = e.manager_id WHERE e.name = 'David';
