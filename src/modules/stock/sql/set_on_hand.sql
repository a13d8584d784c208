-- set_on_hand(VariantId[] variant, i64[] on_hand, text reason) -> many VariantId
-- A new level starts at zero and is moved to its count, so that the movements always sum to what is on hand.
with want as (
    select w.variant, w.on_hand
    from unnest($1, $2) as w (variant, on_hand)
), before as materialized (
    select l.variant, l.on_hand, l.reserved
    from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant = any ($1)
    order by l.variant
    for update
), change as (
    select want.variant, greatest(want.on_hand, coalesce(before.reserved, 0)) as on_hand,
           greatest(want.on_hand, coalesce(before.reserved, 0)) - coalesce(before.on_hand, 0) as moved, before.variant is null as is_new
    from want left join before using (variant)
), saved as (
    insert into stock.levels as l (store_id, variant, on_hand)
    select vitrine.current_store(), variant, on_hand from change where is_new or moved <> 0
    on conflict (store_id, variant) do update set on_hand = excluded.on_hand
    returning l.variant
), noted as (
    insert into stock.movements (store_id, variant, change, reason)
    select vitrine.current_store(), variant, moved, $3 from change where moved <> 0
)
select variant from saved
