-- lock_goods(text order_ref) -> many Goods{VariantId variant, i64 quantity}
-- What an order holds, behind the locks of its levels: whatever stands on their shelves stays there until this transaction ends.
with held as materialized (
    select r.variant, r.quantity
    from stock.reservations r
    where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state = 'active'
    for update
), locked as materialized (
    select l.variant from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant in (select variant from held)
    order by l.variant
    for no key update
)
select locked.variant, sum(held.quantity)::bigint as quantity
from held join locked using (variant)
group by locked.variant
order by locked.variant
