CREATE TABLE "b" (
    "id" INTEGER PRIMARY KEY,
    "a_id" INTEGER,
    FOREIGN KEY ("a_id") REFERENCES "a" ("id")
);

CREATE TABLE "a" (
    "id" INTEGER PRIMARY KEY,
    "b_id" INTEGER,
    FOREIGN KEY ("b_id") REFERENCES "b" ("id") ON DELETE CASCADE
);
