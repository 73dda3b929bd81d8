CREATE TABLE "a ""b""" ("select" INTEGER PRIMARY KEY, "x;y" TEXT); INSERT INTO "a ""b""" VALUES (1, 'z');
