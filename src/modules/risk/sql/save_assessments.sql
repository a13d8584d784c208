-- save_assessments(text[] order_ref, text[] order_number, instant[] placed_at, json[] facts, json[] assessment, text[] mark_order, text[] mark_key, instant[] mark_at) -> count
-- Marks first: nothing else reads them in this statement, and the count is that of the orders.
with marked as (
    insert into risk.marks (store_id, kind, key, at, subject)
    select vitrine.current_store(), 'order', m.key, m.at, m.order_ref from unnest($6, $7, $8) as m (order_ref, key, at)
)
insert into risk.assessments (store_id, order_ref, order_number, placed_at, facts, assessment, keys)
select vitrine.current_store(), a.order_ref, a.order_number, a.placed_at, a.facts, a.assessment,
       coalesce((select array_agg(m.key) from unnest($6, $7) as m (order_ref, key) where m.order_ref = a.order_ref), '{}')
from unnest($1, $2, $3, $4, $5) as a (order_ref, order_number, placed_at, facts, assessment)
