-- Names are needed from now on.
SELECT 'before';

ALTER TABLE members
    ALTER COLUMN name SET NOT NULL;
