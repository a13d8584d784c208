-- remove_list_prices(PriceListId list, VariantId[] variant, i64[] from_quantity) -> count
with gone as (
    delete from prices.list_prices p
    using unnest($2, $3) as g (variant, from_quantity)
    where p.store_id = vitrine.current_store() and p.list_id = $1 and p.variant_id = g.variant and p.from_quantity = g.from_quantity
    returning p.variant_id, p.from_quantity, p.minor, p.since
)
insert into prices.history (store_id, variant_id, currency, price_list, from_quantity, minor, since, until)
select vitrine.current_store(), gone.variant_id, l.currency, l.code, gone.from_quantity, gone.minor, gone.since, greatest(now(), gone.since)
from gone
join prices.price_lists l on l.store_id = vitrine.current_store() and l.id = $1
