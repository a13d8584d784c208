-- note_decline(text order_ref, text own_key, text subject, instant now) -> count
-- Whoever settles holds the lock of the order's payments: one at a time comes here for an order.
insert into risk.marks (store_id, kind, key, at, subject)
select a.store_id, 'decline', k.key, $4, $3
from risk.assessments a
cross join lateral unnest(a.keys || $2::text) as k (key)
where a.store_id = vitrine.current_store() and a.order_ref = $1
  and not exists (select from risk.marks m where m.store_id = a.store_id and m.kind = 'decline' and m.key = k.key and m.subject = $3)
