-- corm: migration 20260101000000 init
-- corm: group 20260101000000
-- corm: engine sqlite >= 3.35
-- corm: transaction on
-- corm: allow DS102

DROP TABLE "appointments";

DROP TABLE "vets";

DROP TABLE "pets";

DROP TABLE "owners";
