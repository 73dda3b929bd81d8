SELECT books.title, CASE WHEN loans.returned THEN 'returned' ELSE 'out' END FROM users
  JOIN loans ON loans.user_id = users.id JOIN books ON books.id = loans.book_id
 WHERE users.name = 'Alice' AND loans.returned = FALSE ORDER BY books.title;
