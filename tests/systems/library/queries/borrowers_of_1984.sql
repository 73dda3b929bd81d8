SELECT users.name FROM books JOIN loans ON loans.book_id = books.id JOIN users ON users.id = loans.user_id
 WHERE books.title = '1984' ORDER BY users.name;
