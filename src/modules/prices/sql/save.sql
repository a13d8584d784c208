-- save(VariantId[] variant, Currency[] currency, i64[] minor, i64?[] compare_at_minor) -> many VariantId
-- Only what differs is written.
insert into prices.prices as p (store_id, variant_id, currency, minor, compare_at_minor)
select vitrine.current_store(), g.variant, g.currency, g.minor, g.compare_at_minor
from unnest($1, $2, $3, $4) as g (variant, currency, minor, compare_at_minor)
order by g.variant
on conflict (store_id, variant_id, currency, price_list) do update
set minor = excluded.minor, compare_at_minor = excluded.compare_at_minor, updated_at = now()
where (p.minor, p.compare_at_minor) is distinct from (excluded.minor, excluded.compare_at_minor)
returning p.variant_id
