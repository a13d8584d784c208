-- forgotten_changes() -> many Forgotten
-- For the worker role.
select store_id as store, xid::text as up_to
from catalog.forgotten
