-- Keys, checks and what is seen but not compared.  Columns are numbers: {1,2}.
SELECT k.conrelid,
       k.contype,
       k.conname,
       k.condeferrable,
       k.condeferred,
       k.conkey::text,
       k.confrelid,
       k.confkey::text,
       k.confdeltype,
       k.confupdtype,
       k.confmatchtype,
       NULLIF(fn.nspname::text, :schema),
       fc.relname,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid),
       :nulls_not_distinct,
       NOT k.convalidated,
       :set_columns,
       :unusual
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class AS fc ON fc.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace AS fn ON fn.oid = fc.relnamespace
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = k.conindid AND k.contype = 'u'
WHERE :scope
  AND c.relkind = 'r'
  AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND (k.contype <> 'c' OR k.coninhcount = 0)
ORDER BY k.conrelid, k.conname
