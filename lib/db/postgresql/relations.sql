-- Tables, and what else has rows or columns.  Those of extensions are nobody's.
SELECT c.oid,
       CASE c.relkind
           WHEN 'r' THEN CASE
               WHEN c.relispartition THEN 'partition'
               WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = c.oid) THEN 'inherited table'
               ELSE 'table' END
           WHEN 'p' THEN 'partitioned table'
           WHEN 'f' THEN 'foreign table'
           WHEN 'v' THEN 'view'
           WHEN 'm' THEN 'materialized view'
           WHEN 'c' THEN 'composite type'
           WHEN 'S' THEN 'sequence'
       END,
       NULLIF(n.nspname::text, :schema),
       c.relname,
       d.description,
       c.relpersistence = 'u',
       pg_catalog.array_to_string(c.reloptions, ','),
       (SELECT pg_catalog.string_agg('toast.' || o.option, ',')
        FROM pg_catalog.pg_class AS t, LATERAL pg_catalog.unnest(t.reloptions) AS o(option)
        WHERE t.oid = c.reltoastrelid),
       s.spcname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description AS d
    ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
WHERE :scope
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S')
  AND NOT EXISTS (
      SELECT 1
      FROM pg_catalog.pg_depend AS x
      WHERE x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND x.objid = c.oid
        AND (x.deptype = 'e' OR (c.relkind = 'S' AND x.objsubid = 0 AND x.deptype IN ('a', 'i'))))
ORDER BY c.oid
