SELECT clubs.name FROM students JOIN student_clubs ON student_clubs.student_id = students.id
  JOIN clubs ON clubs.id = student_clubs.club_id WHERE students.first_name = 'Alice' ORDER BY clubs.name;
