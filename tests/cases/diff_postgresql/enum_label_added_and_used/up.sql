ALTER TYPE "mood" ADD VALUE 'ok' AFTER 'sad';

-- ==== next file
ALTER TABLE "t" ALTER COLUMN "m" SET DEFAULT 'ok';
