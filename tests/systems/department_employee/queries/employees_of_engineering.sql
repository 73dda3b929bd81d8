SELECT employees.name FROM departments JOIN employees ON employees.department_id = departments.id
 WHERE departments.name = 'Engineering' ORDER BY employees.id;
