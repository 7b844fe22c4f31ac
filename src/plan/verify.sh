# Checks a restored PostgreSQL: that what should be there is, and that all of it
# can be read. What it says goes to the log of the Job; it fails if a check does.
set -euo pipefail
export PATH="/usr/lib/postgresql/$PG_MAJOR/bin:$PATH"

fail() {
  echo "FAILED: $*" | tee /dev/termination-log
  exit 1
}

ask() {
  psql --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname postgres "$@"
}

echo "waiting for $PGHOST"
until pg_isready --quiet; do sleep 10; done

[ "$(ask --command 'SELECT pg_is_in_recovery()')" = f ] || fail "the server is still in recovery"
ask --command "SELECT version()"
ask --command "SELECT 'timeline ' || timeline_id FROM pg_control_checkpoint()"

missing=$(ask --set names="$DATABASES" <<'SQL'
SELECT name FROM unnest(string_to_array(:'names', E'\n')) AS name
WHERE name NOT IN (SELECT datname FROM pg_database);
SQL
)
[ -z "$missing" ] || fail "databases are missing: $missing"

missing=$(ask --set names="$ROLES" <<'SQL'
SELECT name FROM unnest(string_to_array(:'names', E'\n')) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles);
SQL
)
[ -z "$missing" ] || fail "roles are missing: $missing"

databases=$(ask --command "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1")
while IFS= read -r database; do
  echo "reading every row of the database $database"
  PGDATABASE=$database psql --quiet --set ON_ERROR_STOP=1 <<'SQL' || fail "the database $database cannot be read"
\pset footer off
SELECT pg_size_pretty(pg_database_size(current_database())) AS size;
\pset tuples_only on
\pset format unaligned
SELECT format('SELECT %L, count(t.*) FROM %I.%I AS t',
              format('%I.%I', nspname, relname), nspname, relname)
FROM pg_class
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'm') AND relispopulated
  AND nspname <> 'information_schema' AND nspname !~ '^pg_'
ORDER BY nspname, relname
\gexec
SQL
done <<<"$databases"

echo "checking heaps and B-trees"
pg_amcheck --all --install-missing --jobs 2 || fail "heaps or indexes are damaged"

echo "verified: the databases $(echo $databases)" | tee /dev/termination-log
