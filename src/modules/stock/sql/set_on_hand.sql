-- set_on_hand(VariantId[] variant, i64[] on_hand, text reason) -> many VariantId
-- A new level starts at zero and is moved to its count, so that the movements always sum to what is on hand. More goes into the default warehouse; less comes out
-- of it first, then out of the others by priority. The levels are locked before, so that the shelves are seen as they are.
with want as (
    select w.variant, w.on_hand
    from unnest($1, $2) as w (variant, on_hand)
), before as materialized (
    select l.variant, l.on_hand, l.reserved
    from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant = any ($1)
    order by l.variant
    for no key update
), change as materialized (
    select want.variant, greatest(want.on_hand, coalesce(before.reserved, 0)) as on_hand,
           greatest(want.on_hand, coalesce(before.reserved, 0)) - coalesce(before.on_hand, 0) as moved, before.variant is null as is_new
    from want left join before using (variant)
), saved as (
    insert into stock.levels as l (store_id, variant, on_hand)
    select vitrine.current_store(), variant, on_hand from change where is_new or moved <> 0
    on conflict (store_id, variant) do update set on_hand = excluded.on_hand
    returning l.variant
), place as materialized (
    select stock.default_warehouse() as warehouse
), out_of as materialized (
    select s.variant, s.warehouse,
           least(s.on_hand, greatest(-c.moved - coalesce(sum(s.on_hand) over (partition by s.variant order by w.is_default desc, w.priority, w.id
                                                                             rows between unbounded preceding and 1 preceding), 0), 0))::bigint as taken
    from change c
    join stock.shelves s on s.store_id = vitrine.current_store() and s.variant = c.variant
    join stock.warehouses w on w.store_id = s.store_id and w.id = s.warehouse
    where c.moved < 0
), put as (
    insert into stock.shelves as s (store_id, variant, warehouse, on_hand)
    select vitrine.current_store(), c.variant, place.warehouse, c.moved from change c cross join place where c.moved > 0
    on conflict (store_id, variant, warehouse) do update set on_hand = s.on_hand + excluded.on_hand
), took as (
    update stock.shelves s
    set on_hand = s.on_hand - o.taken
    from out_of o
    where s.store_id = vitrine.current_store() and s.variant = o.variant and s.warehouse = o.warehouse and o.taken > 0
), noted as (
    insert into stock.movements (store_id, variant, warehouse, change, reason)
    select vitrine.current_store(), c.variant, place.warehouse, c.moved, $3 from change c cross join place where c.moved > 0
    union all
    select vitrine.current_store(), o.variant, o.warehouse, -o.taken, $3 from out_of o where o.taken > 0
)
select variant from saved
