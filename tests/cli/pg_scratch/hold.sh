#!/bin/sh
# Stays in the database corm_scratch_0_cafe in the background, and returns when it is in.  Another program may drop the
# database before: then it is made again.
tries=0
while [ "$((tries += 1))" -le 50 ]; do
    psql -qX "$PG_URL" -c "CREATE DATABASE corm_scratch_0_cafe" >/dev/null 2>&1
    psql -qAtX "$PG_URL dbname=corm_scratch_0_cafe" -c "SELECT pg_sleep(600)" >/dev/null 2>&1 &
    while kill -0 $! 2>/dev/null; do
        held=$(psql -qAtX "$PG_URL" -c "SELECT count(*) FROM pg_stat_activity WHERE datname = 'corm_scratch_0_cafe' AND query LIKE '%pg_sleep(600)'")
        [ "$held" = 0 ] || exit 0
        sleep 0.1
    done
done
echo "nobody got into corm_scratch_0_cafe" >&2
exit 1
