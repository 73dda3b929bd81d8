DELETE FROM student_course
 WHERE student_id = (SELECT id FROM students WHERE name = 'Alice')
   AND course_id = (SELECT id FROM courses WHERE name = 'Python 101');
SELECT students.name, courses.name FROM student_course
  JOIN students ON students.id = student_course.student_id
  JOIN courses ON courses.id = student_course.course_id
 ORDER BY students.name, courses.name;
