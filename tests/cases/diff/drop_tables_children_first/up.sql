DROP TABLE "c_grand";

DROP TABLE "b_children";

DROP TABLE "a_parents";
