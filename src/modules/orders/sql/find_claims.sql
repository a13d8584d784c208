-- find_claims(text[] key) -> many Claim{text key, bytes fingerprint, json answer}
select i.key, i.fingerprint, i.answer
from (select distinct w.key from unnest($1) as w (key)) w
cross join lateral (
    select k.key, k.fingerprint, k.answer from orders.idempotency k
    where k.store_id = vitrine.current_store() and k.key = w.key offset 0  -- by the key: the plan is kept from when there were few
) i
