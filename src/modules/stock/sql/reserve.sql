-- reserve(text[] order_ref, VariantId[] variant, i64[] quantity, instant expires) -> many Outcome
-- Locks the levels in variant order, takes what is there, and raises VS001 with the shortages if any want cannot be met.
with want as (
    select w.order_ref, w.variant, w.quantity
    from unnest($1, $2, $3) as w (order_ref, variant, quantity)
), total as (
    select variant, sum(quantity)::bigint as quantity from want group by variant
), locked as materialized (
    select l.variant, l.on_hand - l.reserved as available
    from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant = any ($2)
    order by l.variant
    for update
), taken as (
    update stock.levels l
    set reserved = l.reserved + total.quantity
    from locked join total using (variant)
    where l.store_id = vitrine.current_store() and l.variant = locked.variant and l.on_hand - l.reserved >= total.quantity
    returning l.variant, l.on_hand - l.reserved as available
), judged as (
    select stock.refuse((
        select jsonb_agg(jsonb_build_object('variant', total.variant, 'wanted', total.quantity, 'available', coalesce(locked.available, 0)) order by total.variant)
        from total left join taken using (variant) left join locked using (variant)
        where taken.variant is null
    )) as fine
), held as (
    insert into stock.reservations (store_id, order_ref, variant, quantity, expires_at)
    select vitrine.current_store(), want.order_ref, want.variant, want.quantity, $4
    from want, judged
    where judged.fine
)
select want.order_ref as "order", want.variant, want.quantity, true as reserved, taken.available as "left"
from want join taken using (variant), judged
where judged.fine
