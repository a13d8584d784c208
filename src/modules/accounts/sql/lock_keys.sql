-- lock_keys() -> one bool
-- Of two processes that find a key missing one makes it.
select true
from pg_advisory_xact_lock(hashtextextended('accounts.signing_keys ' || vitrine.current_store()::text, 0))
