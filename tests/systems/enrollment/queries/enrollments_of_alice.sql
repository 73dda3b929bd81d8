SELECT courses.name || ': ' || enrollments.grade,
       CASE WHEN enrollments.enrollment_date IS NULL THEN 'no date' ELSE 'dated' END
  FROM students JOIN enrollments ON enrollments.student_id = students.id
  JOIN courses ON courses.id = enrollments.course_id WHERE students.name = 'Alice' ORDER BY courses.name;
