-- What stands on a table or a column and is none of what schemas hold: schema, table, column, what, goes, own.
-- $1 is the default schema.
WITH stands AS (
    SELECT d.classid, d.objid, d.refobjid AS relation, d.refobjsubid AS number, d.deptype
    FROM pg_catalog.pg_depend AS d
    WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.classid IN (
        'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
        'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
        'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)
    UNION ALL
    SELECT d.classid, d.objid, t.typrelid, 0, d.deptype
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_type AS t ON t.oid = d.refobjid OR (t.typarray = d.refobjid AND t.typarray <> 0)
    WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.typrelid <> 0
    AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
)
SELECT DISTINCT NULLIF(n.nspname::text, $1), c.relname::text, a.attname::text,
       CASE w.rulename WHEN '_RETURN' THEN pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass,
            w.ev_class, 0) ELSE pg_catalog.pg_describe_object(s.classid, s.objid, 0) END,
       s.deptype = 'a', COALESCE(g.tgrelid, p.polrelid, w.ev_class, r.prrelid, 0) = s.relation
FROM stands AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.relation AND c.relkind IN ('r', 'p')
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = s.relation AND a.attnum = s.number AND s.number > 0
LEFT JOIN pg_catalog.pg_rewrite AS w ON s.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = s.objid
LEFT JOIN pg_catalog.pg_trigger AS g ON s.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = s.objid
LEFT JOIN pg_catalog.pg_policy AS p ON s.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = s.objid
LEFT JOIN pg_catalog.pg_publication_rel AS r
    ON s.classid = 'pg_catalog.pg_publication_rel'::pg_catalog.regclass AND r.oid = s.objid
WHERE (s.deptype = 'n' OR (s.number > 0 AND s.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))
AND NOT COALESCE(g.tgisinternal, false) AND n.nspname NOT LIKE 'pg\_%'
ORDER BY 1, 2, 3, 4
