CREATE TABLE "a_parents" (
    "id" INTEGER PRIMARY KEY
);

CREATE TABLE "b_children" (
    "id" INTEGER PRIMARY KEY,
    "parent_id",
    FOREIGN KEY ("parent_id") REFERENCES "a_parents" ("id")
);

CREATE TABLE "c_grand" (
    "id" INTEGER PRIMARY KEY,
    "child_id",
    "own_id",
    FOREIGN KEY ("child_id") REFERENCES "b_children" ("id"),
    FOREIGN KEY ("own_id") REFERENCES "c_grand" ("id")
);
