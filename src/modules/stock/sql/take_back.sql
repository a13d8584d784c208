-- take_back(text order_ref, VariantId[] variant, i64[] quantity, text reason) -> many VariantId
-- Each piece into the warehouse it came from, no more than was sold to the order and has not come back before. The levels are locked before. What never left (let_go) is
-- not allocated any more and did not come back.
with want as (
    select w.variant, sum(w.quantity)::bigint as quantity from unnest($2, $3) as w (variant, quantity) group by w.variant
), sold as (
    select a.variant, a.warehouse,
           greatest(a.quantity - coalesce((select sum(m.change) from stock.movements m
                                           where m.store_id = a.store_id and m.reference = $1 and m.variant = a.variant and m.warehouse = a.warehouse and m.change > 0
                                             and m.reason <> 'kept'), 0), 0)::bigint as quantity
    from stock.allocations a
    where a.store_id = vitrine.current_store() and a.order_ref = $1 and a.variant in (select variant from want)
), back as materialized (
    select s.variant, s.warehouse,
           least(s.quantity, greatest(w.quantity - coalesce(sum(s.quantity) over (partition by s.variant order by s.warehouse
                                                                                  rows between unbounded preceding and 1 preceding), 0), 0))::bigint as quantity
    from sold s join want w using (variant)
), noted as (
    insert into stock.movements (store_id, variant, warehouse, change, reason, reference)
    select vitrine.current_store(), variant, warehouse, quantity, $4, $1 from back where quantity > 0
), shelved as (
    insert into stock.shelves as s (store_id, variant, warehouse, on_hand)
    select vitrine.current_store(), variant, warehouse, quantity from back where quantity > 0
    on conflict (store_id, variant, warehouse) do update set on_hand = s.on_hand + excluded.on_hand
)
update stock.levels l
set on_hand = l.on_hand + b.quantity
from (select variant, sum(quantity)::bigint as quantity from back group by variant) b
where l.store_id = vitrine.current_store() and l.variant = b.variant and b.quantity > 0
returning l.variant
