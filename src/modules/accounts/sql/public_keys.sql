-- public_keys() -> many PublicKeyRow
-- For the worker role: all stores.
select store_id as store, id, modulus, exponent
from accounts.signing_keys
order by store_id, id
