-- lock_bulk_changes() -> one bool
-- One change of many prices at a time in a store, so that the same request sent twice finds the first one's report.
select l.held is null from (select pg_advisory_xact_lock(hashtextextended(vitrine.current_store()::text, 77))::text as held) l
