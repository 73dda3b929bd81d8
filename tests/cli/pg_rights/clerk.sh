#!/bin/sh
# A role that may change rows, and make nothing.
set -eu
case $1 in
make)
    psql -qX "$PG_URL" -c "CREATE ROLE clerk_of_$PG_NAME LOGIN" -c "REVOKE CREATE ON SCHEMA public FROM PUBLIC" \
        -c "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk_of_$PG_NAME" \
        -c "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk_of_$PG_NAME"
    ;;
drop) psql -qX "$PG_URL" -c "DROP OWNED BY clerk_of_$PG_NAME" -c "DROP ROLE clerk_of_$PG_NAME" ;;
esac
