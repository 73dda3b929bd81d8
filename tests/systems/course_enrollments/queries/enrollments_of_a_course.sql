SELECT students.first_name, enrollments.notes FROM courses JOIN enrollments ON enrollments.course_id = courses.id
  JOIN students ON students.id = enrollments.student_id WHERE courses.title = 'History' ORDER BY students.first_name;
