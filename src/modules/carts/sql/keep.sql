-- keep(bytes owner, text kind, VariantId variant, i64 quantity, i64? price, text? currency) -> count
-- Once more: wishes stay as they are, quantities for later add up. Nothing where the list is full.
insert into carts.kept as k (store_id, owner, kind, variant, quantity, price, currency)
select vitrine.current_store(), $1, $2, $3, $4, $5, $6
where (select count(*) from carts.kept o where o.store_id = vitrine.current_store() and o.owner = $1 and o.kind = $2 and o.variant <> $3) < 200
on conflict (store_id, owner, kind, variant) do update
set quantity = case when k.kind = 'wish' then k.quantity else least(k.quantity + excluded.quantity, 9999) end
