-- lock_endpoints() -> one bool
-- Whoever changes a store's endpoints waits for the one before, until the transaction ends: what is counted and whether news are wanted then stands still.
select pg_advisory_xact_lock(hashtextextended('outgoing.endpoints:' || vitrine.current_store()::text, 0)) is not null as is_locked
