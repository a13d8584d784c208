-- claim_keys(text[] key, bytes[] fingerprint, OrderId[] id, json[] answer) -> count
-- Keys are claimed in their order: two transactions that claim the same keys wait for one another one way only.
insert into orders.idempotency (store_id, key, fingerprint, order_id, answer)
select vitrine.current_store(), k.key, k.fingerprint, k.id, k.answer
from unnest($1, $2, $3, $4) as k (key, fingerprint, id, answer)
order by k.key
