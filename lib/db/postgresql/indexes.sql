-- Parts of indexes that are not those of constraints, by table, index and place.
SELECT i.indrelid,
       x.relname,
       i.indisunique,
       NOT i.indisvalid,
       NULLIF(m.amname::text, 'btree'),
       CASE WHEN p.place = 1 THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
       CASE WHEN p.place = 1 THEN pg_catalog.array_to_string(x.reloptions, ',') END,
       :nulls_not_distinct,
       p.place,
       p.place > i.indnkeyatts,
       p.attnum,
       CASE WHEN p.attnum = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, p.place::int4, false) END,
       COALESCE(p.option, 0),
       CASE WHEN pg_catalog.pg_opclass_is_visible(o.oid) THEN o.opcname::text
            ELSE o.opcnamespace::pg_catalog.regnamespace::text || '.' || o.opcname::text END
           || COALESCE('(' || (SELECT pg_catalog.string_agg(s.setting, ',' ORDER BY s.setting COLLATE "C")
                               FROM pg_catalog.unnest(t.attoptions) AS s(setting)) || ')', ''),
       CASE WHEN pg_catalog.pg_collation_is_visible(l.oid) THEN l.collname::text
            ELSE l.collnamespace::pg_catalog.regnamespace::text || '.' || l.collname::text END
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = x.relam
CROSS JOIN LATERAL ROWS FROM (
    pg_catalog.unnest(i.indkey::int2[]), pg_catalog.unnest(i.indoption::int2[]),
    pg_catalog.unnest(i.indclass::oid[]), pg_catalog.unnest(i.indcollation::oid[]))
    WITH ORDINALITY AS p(attnum, option, opclass, colloid, place)
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
LEFT JOIN pg_catalog.pg_attribute AS t ON t.attrelid = i.indexrelid AND t.attnum = p.place AND t.attoptions IS NOT NULL
LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = p.opclass AND (NOT o.opcdefault OR t.attoptions IS NOT NULL)
-- Of an expression the collation counts where the definition says it: what it has by itself is not told apart otherwise.
LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = p.colloid AND CASE
    WHEN p.attnum <> 0 THEN p.colloid <> a.attcollation
    ELSE pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.indexrelid),
        pg_catalog.pg_get_indexdef(i.indexrelid, p.place::int4, false) || ' COLLATE ') > 0 END
WHERE :scope
  AND c.relkind = 'r'
  AND NOT EXISTS (
      SELECT 1
      FROM pg_catalog.pg_constraint AS k
      WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, x.relname, p.place
