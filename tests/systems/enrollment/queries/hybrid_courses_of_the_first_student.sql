SELECT courses.name FROM enrollments JOIN courses ON courses.id = enrollments.course_id
 WHERE enrollments.student_id = (SELECT min(id) FROM students) ORDER BY courses.name;
