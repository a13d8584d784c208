-- save_list_prices(PriceListId list, VariantId[] variant, i64[] from_quantity, i64[] minor, i64?[] compare_at_minor) -> count
-- Only what differs is written; what is replaced goes into the history, and its successor remembers the lowest of the 30 days before it.
with given as (
    select g.variant, g.from_quantity, g.minor, g.compare_at_minor
    from unnest($2, $3, $4, $5) as g (variant, from_quantity, minor, compare_at_minor)
), replaced as (
    insert into prices.history (store_id, variant_id, currency, price_list, from_quantity, minor, since, until)
    select p.store_id, p.variant_id, l.currency, l.code, p.from_quantity, p.minor, p.since, greatest(now(), p.since)
    from given g
    join prices.list_prices p on p.store_id = vitrine.current_store() and p.list_id = $1 and p.variant_id = g.variant and p.from_quantity = g.from_quantity
    join prices.price_lists l on l.store_id = vitrine.current_store() and l.id = $1
    where p.minor <> g.minor
)
insert into prices.list_prices as p (store_id, list_id, variant_id, from_quantity, minor, compare_at_minor)
select vitrine.current_store(), $1, g.variant, g.from_quantity, g.minor, g.compare_at_minor
from given g
order by g.variant, g.from_quantity
on conflict (store_id, list_id, variant_id, from_quantity) do update
set minor = excluded.minor, compare_at_minor = excluded.compare_at_minor, since = case when p.minor = excluded.minor then p.since else greatest(now(), p.since) end,
    lowest_minor = case when p.minor = excluded.minor then p.lowest_minor
                   else least(p.minor, (select min(h.minor)
                                        from prices.history h
                                        join prices.price_lists l on l.store_id = h.store_id and l.id = p.list_id and l.code = h.price_list
                                        where h.store_id = p.store_id and h.variant_id = p.variant_id and h.from_quantity = p.from_quantity
                                            and h.until > now() - interval '30 days')) end
where (p.minor, p.compare_at_minor) is distinct from (excluded.minor, excluded.compare_at_minor)
