SELECT courses.title, courses.instructor, enrollments.grade FROM students
  JOIN enrollments ON enrollments.student_id = students.id JOIN courses ON courses.id = enrollments.course_id
 WHERE students.first_name = 'Alice' ORDER BY courses.title;
