-- Columns by table and number.  A sequence that a column owns makes it serial where its default is just that.
SELECT a.attrelid,
       a.attnum,
       a.attname,
       pg_catalog.format_type(a.atttypid, a.atttypmod),
       NOT a.attnotnull,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid),
       a.attgenerated,
       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
       s.seqstart,
       s.seqincrement,
       COALESCE(s.deptype = 'a' AND a.atttypid IN (20, 21, 23) AND pg_catalog.pg_get_expr(d.adbin, d.adrelid)
           = 'nextval(' || pg_catalog.quote_literal(s.seqrelid::pg_catalog.regclass::text) || '::regclass)', false),
       CASE WHEN pg_catalog.pg_collation_is_visible(o.oid) THEN o.collname::text
            ELSE o.collnamespace::pg_catalog.regnamespace::text || '.' || o.collname::text END,
       r.description
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef
LEFT JOIN pg_catalog.pg_description AS r
    ON r.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND r.objoid = a.attrelid AND r.objsubid = a.attnum
LEFT JOIN (
    SELECT x.refobjid, x.refobjsubid, x.deptype, q.seqrelid, q.seqstart, q.seqincrement
    FROM pg_catalog.pg_sequence AS q
    JOIN pg_catalog.pg_depend AS x
        ON x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = q.seqrelid AND x.objsubid = 0
    WHERE x.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.deptype IN ('a', 'i')
) AS s ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
WHERE :scope AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum, s.seqrelid
