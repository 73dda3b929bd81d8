SELECT students.name FROM enrollments JOIN students ON students.id = enrollments.student_id
 WHERE enrollments.course_id = (SELECT id FROM courses WHERE name = 'Python 101') ORDER BY students.name;
