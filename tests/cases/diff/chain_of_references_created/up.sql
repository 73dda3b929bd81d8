CREATE TABLE "c" (
    "id" INTEGER PRIMARY KEY,
    "a_id" INTEGER,
    FOREIGN KEY ("a_id") REFERENCES "a" ("id")
);

CREATE TABLE "b" (
    "id" INTEGER PRIMARY KEY,
    "c_id" INTEGER,
    FOREIGN KEY ("c_id") REFERENCES "c" ("id")
);

CREATE TABLE "a" (
    "id" INTEGER PRIMARY KEY,
    "b_id" INTEGER,
    FOREIGN KEY ("b_id") REFERENCES "b" ("id")
);

CREATE TABLE "e" (
    "id" INTEGER PRIMARY KEY
);

CREATE TABLE "d" (
    "id" INTEGER PRIMARY KEY,
    "e_id" INTEGER,
    FOREIGN KEY ("e_id") REFERENCES "e" ("id")
);
