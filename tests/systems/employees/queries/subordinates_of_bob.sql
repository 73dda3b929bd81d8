SELECT e.name FROM employees AS e JOIN employees AS m ON m.id = e.manager_id
 WHERE m.name = 'Bob' ORDER BY e.name;
