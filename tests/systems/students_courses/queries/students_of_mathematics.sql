SELECT students.name FROM courses
  JOIN student_course ON student_course.course_id = courses.id
  JOIN students ON students.id = student_course.student_id
 WHERE courses.name = 'Mathematics' ORDER BY students.name;
