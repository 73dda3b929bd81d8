ALTER TABLE "t" ADD COLUMN "b" integer;

COMMENT ON TABLE "t" IS 'it''s new';

COMMENT ON COLUMN "t"."a" IS NULL;

COMMENT ON COLUMN "t"."b" IS 'back\slash';
