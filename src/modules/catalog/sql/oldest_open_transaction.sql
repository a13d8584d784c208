-- oldest_open_transaction() -> one text
select pg_snapshot_xmin(pg_current_snapshot())::text as floor
