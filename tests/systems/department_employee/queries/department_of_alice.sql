SELECT departments.name FROM employees JOIN departments ON departments.id = employees.department_id
 WHERE employees.name = 'Alice';
