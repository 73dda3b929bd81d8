SELECT courses.name FROM students
  JOIN student_course ON student_course.student_id = students.id
  JOIN courses ON courses.id = student_course.course_id
 WHERE students.name = 'Alice' ORDER BY courses.name;
