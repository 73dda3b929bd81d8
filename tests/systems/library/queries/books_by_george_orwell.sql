SELECT books.title FROM authors JOIN book_author ON book_author.author_id = authors.id
  JOIN books ON books.id = book_author.book_id WHERE authors.name = 'George Orwell' ORDER BY books.title;
