-- corm: migration 20260101000000 init
-- corm: group 20260101000000
-- corm: engine postgresql >= 12
-- corm: transaction on
-- corm: allow DS102

DROP TABLE "appointments", "owners", "pets", "vets";
