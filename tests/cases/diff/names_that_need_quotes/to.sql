CREATE TABLE "a ""b""" ("select" INTEGER PRIMARY KEY, "x;y" TEXT NOT NULL DEFAULT '--', "näh" TEXT); CREATE INDEX "i'x" ON "a ""b""" ("x;y", "näh");
