-- fill_promises(VariantId[] variant) -> many Filled{text order_ref, VariantId variant, i64 quantity, json? destination}
-- The levels are locked by this transaction, so nobody else fills or makes promises of these variants.
with room as materialized (
    select l.variant, l.on_hand - l.reserved as free
    from stock.levels l
    where l.store_id = vitrine.current_store() and l.variant = any ($1) and l.promised > 0
), line as (
    select p.order_ref, p.variant, p.quantity, p.expires_at, room.free, sum(p.quantity) over (partition by p.variant order by p.position) as up_to
    from stock.promises p join room using (variant)
    where p.store_id = vitrine.current_store() and p.state = 'waiting'
), done as (
    update stock.promises p
    set state = 'filled'
    from line
    where p.store_id = vitrine.current_store() and p.order_ref = line.order_ref and p.variant = line.variant and p.state = 'waiting' and line.up_to <= line.free
    returning p.order_ref, p.variant, p.quantity, p.expires_at, p.destination
), held as (
    insert into stock.reservations as r (store_id, order_ref, variant, quantity, expires_at, part)
    select vitrine.current_store(), order_ref, variant, quantity, expires_at, 1::smallint from done
    on conflict (store_id, order_ref, variant, part) do update   -- an edited order may wait a second time
    set quantity = case when r.state = 'active' then r.quantity else 0 end + excluded.quantity, state = 'active', reason = null, expires_at = excluded.expires_at
), moved as (
    update stock.levels l
    set reserved = l.reserved + t.quantity, promised = l.promised - t.quantity
    from (select variant, sum(quantity)::bigint as quantity from done group by variant) t
    where l.store_id = vitrine.current_store() and l.variant = t.variant
)
select order_ref, variant, quantity, destination from done order by variant, order_ref
