-- let_go(text order_ref, VariantId[] variant, i64[] quantity, text reason) -> many VariantId
-- The levels are locked. A claim that is cut to nothing ends; of what was sold, the warehouses that were to send it keep it: movements, shelves and allocations by the same number.
with want as (
    select w.variant, sum(w.quantity)::bigint as quantity from unnest($2, $3) as w (variant, quantity) group by w.variant
), claim as (
    select p.variant, 0 as rank, 0 as part, p.quantity
    from stock.promises p
    where p.store_id = vitrine.current_store() and p.order_ref = $1 and p.state = 'waiting' and p.variant in (select variant from want)
    union all
    select r.variant, case r.state when 'active' then 1 else 2 end, r.part, r.quantity
    from stock.reservations r
    where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state in ('active', 'sold') and r.variant in (select variant from want)
), cut as materialized (
    select c.variant, c.rank, c.part, c.quantity as had,
           least(c.quantity, greatest(w.quantity - coalesce(sum(c.quantity) over (partition by c.variant order by c.rank, c.part desc
                                                                                  rows between unbounded preceding and 1 preceding), 0), 0))::bigint as less
    from claim c join want w using (variant)
), waived as (
    update stock.promises p
    set quantity = case when c.less < c.had then c.had - c.less else p.quantity end, state = case when c.less < c.had then p.state else 'released' end,
        destination = case when c.less < c.had then p.destination end
    from cut c
    where p.store_id = vitrine.current_store() and p.order_ref = $1 and p.variant = c.variant and p.state = 'waiting' and c.rank = 0 and c.less > 0
), lowered as (
    update stock.reservations r
    set quantity = case when c.less < c.had then c.had - c.less else r.quantity end, state = case when c.less < c.had then r.state else 'released' end,
        reason = case when c.less < c.had then r.reason else $4 end
    from cut c
    where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.variant = c.variant and r.part = c.part and r.state in ('active', 'sold') and c.rank > 0 and c.less > 0
), total as materialized (
    select c.variant, coalesce(sum(c.less) filter (where c.rank = 0), 0)::bigint as waited, coalesce(sum(c.less) filter (where c.rank = 1), 0)::bigint as held,
           coalesce(sum(c.less) filter (where c.rank = 2), 0)::bigint as sold
    from cut c group by c.variant
), kept as materialized (
    select a.variant, a.warehouse, a.quantity as had,
           least(a.quantity, greatest(t.sold - coalesce(sum(a.quantity) over (partition by a.variant order by w.priority desc, w.id desc
                                                                              rows between unbounded preceding and 1 preceding), 0), 0))::bigint as quantity
    from stock.allocations a
    join total t on t.variant = a.variant
    join stock.warehouses w on w.store_id = a.store_id and w.id = a.warehouse
    where a.store_id = vitrine.current_store() and a.order_ref = $1 and t.sold > 0
), unallocated as (
    delete from stock.allocations a
    using kept k
    where a.store_id = vitrine.current_store() and a.order_ref = $1 and a.variant = k.variant and a.warehouse = k.warehouse and k.quantity = k.had
), allocated as (
    update stock.allocations a
    set quantity = k.had - k.quantity
    from kept k
    where a.store_id = vitrine.current_store() and a.order_ref = $1 and a.variant = k.variant and a.warehouse = k.warehouse and k.quantity between 1 and k.had - 1
), noted as (
    insert into stock.movements (store_id, variant, warehouse, change, reason, reference)
    select vitrine.current_store(), variant, warehouse, quantity, 'kept', $1 from kept where quantity > 0
), shelved as (
    insert into stock.shelves as s (store_id, variant, warehouse, on_hand)
    select vitrine.current_store(), variant, warehouse, quantity from kept where quantity > 0
    on conflict (store_id, variant, warehouse) do update set on_hand = s.on_hand + excluded.on_hand
)
update stock.levels l
set on_hand = l.on_hand + t.sold, reserved = l.reserved - t.held, promised = l.promised - t.waited
from total t
where l.store_id = vitrine.current_store() and l.variant = t.variant and t.waited + t.held + t.sold > 0
returning l.variant
