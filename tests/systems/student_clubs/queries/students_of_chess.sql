SELECT students.first_name || ' ' || students.last_name FROM clubs
  JOIN student_clubs ON student_clubs.club_id = clubs.id
  JOIN students ON students.id = student_clubs.student_id WHERE clubs.name = 'Chess' ORDER BY students.id;
