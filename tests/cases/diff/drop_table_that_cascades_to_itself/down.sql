CREATE TABLE "nodes" (
    "id" INTEGER PRIMARY KEY,
    "up" INTEGER,
    FOREIGN KEY ("up") REFERENCES "nodes" ("id") ON DELETE CASCADE
);
