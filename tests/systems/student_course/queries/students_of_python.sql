SELECT students.name FROM courses
  JOIN student_course ON student_course.course_id = courses.id
  JOIN students ON students.id = student_course.student_id
 WHERE courses.name = 'Python 101' ORDER BY students.name;
