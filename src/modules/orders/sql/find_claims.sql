-- find_claims(text[] key) -> many Claim{text key, bytes fingerprint, json answer}
select i.key, i.fingerprint, i.answer
from (select distinct w.key from unnest($1) as w (key)) w
join orders.idempotency i on i.store_id = vitrine.current_store() and i.key = w.key
