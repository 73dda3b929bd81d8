-- Labels of enum types, in their order.
SELECT t.oid, NULLIF(n.nspname::text, :schema), t.typname, d.description, e.enumlabel
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE :spaces
  AND t.typtype = 'e'
  AND NOT EXISTS (
      SELECT 1
      FROM pg_catalog.pg_depend AS x
      WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e')
ORDER BY t.oid, e.enumsortorder
