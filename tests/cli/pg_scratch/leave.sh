#!/bin/sh
# Ends who is in corm_scratch_0_cafe, and drops the databases of this test.
psql -qAtX "$PG_URL" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'corm_scratch_0_cafe'" >/dev/null
until psql -qX "$PG_URL" -c "SET client_min_messages = warning" -c "DROP DATABASE IF EXISTS corm_scratch_0_cafe" 2>/dev/null; do
    sleep 0.1
done
psql -qX "$PG_URL" -c "DROP DATABASE corm_scratch_0_mine"
