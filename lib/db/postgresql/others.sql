-- What is seen but not compared: kind, schema, name, table.  Not what an extension made, or another object (the functions
-- of a range type).
WITH made_by_others AS MATERIALIZED (
    SELECT x.classid, x.objid FROM pg_catalog.pg_depend AS x WHERE x.deptype IN ('e', 'i')
), found AS (
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid AS class, p.oid AS object,
           CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
           p.pronamespace AS namespace,
           p.proname::text || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS name,
           NULL::text AS relation
    FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
    WHERE :spaces
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, t.oid,
           CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'base type' END,
           t.typnamespace, t.typname::text, NULL::text
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    WHERE :spaces AND (t.typtype IN ('d', 'r') OR (t.typtype = 'b' AND t.typelem = 0))
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass::oid, g.oid, 'trigger', c.relnamespace, g.tgname::text,
           c.relname::text
    FROM pg_catalog.pg_trigger AS g
    JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE :spaces AND NOT g.tgisinternal
    UNION ALL
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::oid, w.oid, 'rule', c.relnamespace, w.rulename::text,
           c.relname::text
    FROM pg_catalog.pg_rewrite AS w
    JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE :spaces AND w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass::oid, l.oid, 'policy', c.relnamespace, l.polname::text,
           c.relname::text
    FROM pg_catalog.pg_policy AS l
    JOIN pg_catalog.pg_class AS c ON c.oid = l.polrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE :spaces
    UNION ALL
    SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::oid, s.oid, 'statistics', s.stxnamespace,
           s.stxname::text, c.relname::text
    FROM pg_catalog.pg_statistic_ext AS s
    JOIN pg_catalog.pg_class AS c ON c.oid = s.stxrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace
    WHERE :spaces
    UNION ALL
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid, n.oid, 'schema', n.oid, n.nspname::text, NULL::text
    FROM pg_catalog.pg_namespace AS n
    WHERE :spaces AND n.nspname::text <> :schema
)
SELECT f.kind, NULLIF(fn.nspname::text, :schema), f.name, f.relation
FROM found AS f
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.namespace
WHERE NOT EXISTS (SELECT 1 FROM made_by_others AS x WHERE x.classid = f.class AND x.objid = f.object)
UNION ALL
SELECT 'extension', NULL, e.extname::text, NULL
FROM pg_catalog.pg_extension AS e
WHERE e.extname <> 'plpgsql' AND :whole
UNION ALL
SELECT 'event trigger', NULL, v.evtname::text, NULL
FROM pg_catalog.pg_event_trigger AS v
WHERE :whole
ORDER BY 1, 2, 3, 4
