CREATE TABLE Users (Id integer primary key, "Name" varchar (80) not null DEFAULT ('x'), CHECK (( Name  <> '' )), unique(name));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id integer references users match full, n numeric(10, 2) default null collate binary);
CREATE INDEX ix ON posts (user_id ASC) WHERE (n > 0);
