-- lock_migrations(i64 key) -> count
-- Held until the session ends: of two programs that start together, one migrates and the other then finds nothing to do.
select pg_advisory_lock($1)
