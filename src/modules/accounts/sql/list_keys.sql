-- list_keys() -> many KeyRow
select id, modulus, exponent, sealed, signs_from
from accounts.signing_keys
where store_id = vitrine.current_store()
order by signs_from, id
