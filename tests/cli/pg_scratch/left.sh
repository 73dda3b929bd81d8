#!/bin/sh
# How many scratch databases there are whose session is gone and that nobody is in.
psql -qAtX "$PG_URL" -c "SELECT count(*) FROM pg_database AS d WHERE d.datname ~ '^corm_scratch_[0-9]+_[0-9a-f]+$' AND NOT EXISTS (
    SELECT 1 FROM pg_stat_activity AS a WHERE a.datid = d.oid OR a.pid::text = split_part(d.datname, '_', 3))"
