-- lock_prices(VariantId[] variant, Currency currency) -> many PriceRow
select p.variant_id as variant, p.currency, p.minor, p.compare_at_minor, p.lowest_minor
from prices.prices p
where p.store_id = vitrine.current_store() and p.variant_id = any($1) and p.currency = $2 and p.price_list = 'base'
order by p.variant_id
for update
