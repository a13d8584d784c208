-- add_recovery_codes(uuid person, bytes[] hashes) -> count
insert into accounts.recovery_codes (store_id, person, hash)
select vitrine.current_store(), $1, h.hash
from unnest($2) as h (hash)
