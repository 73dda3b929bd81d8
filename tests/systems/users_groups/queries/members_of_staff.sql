SELECT users.username FROM groups
  JOIN user_group_association AS ug ON ug.group_id = groups.id JOIN users ON users.id = ug.user_id
 WHERE groups.name = 'staff' ORDER BY users.username;
