-- save(VariantId[] variant, Currency[] currency, i64[] minor, i64?[] compare_at_minor) -> many VariantId
-- Only what differs is written. A transaction that waited for another one began before that one's price did. A price that is replaced goes into the history, and its successor remembers the lowest of the 30 days before it.
with given as (
    select g.variant, g.currency, g.minor, g.compare_at_minor
    from unnest($1, $2, $3, $4) as g (variant, currency, minor, compare_at_minor)
), replaced as (
    insert into prices.history (store_id, variant_id, currency, price_list, minor, since, until)
    select p.store_id, p.variant_id, p.currency, p.price_list, p.minor, p.since, greatest(now(), p.since)
    from given g
    join prices.prices p on p.store_id = vitrine.current_store() and p.variant_id = g.variant and p.currency = g.currency and p.price_list = 'base'
    where p.minor <> g.minor
)
insert into prices.prices as p (store_id, variant_id, currency, minor, compare_at_minor)
select vitrine.current_store(), g.variant, g.currency, g.minor, g.compare_at_minor
from given g
order by g.variant
on conflict (store_id, variant_id, currency, price_list) do update
set minor = excluded.minor, compare_at_minor = excluded.compare_at_minor, updated_at = now(),
    since = case when p.minor = excluded.minor then p.since else greatest(now(), p.since) end,
    lowest_minor = case when p.minor = excluded.minor then p.lowest_minor
                   else least(p.minor, (select min(h.minor)
                                        from prices.history h
                                        where h.store_id = p.store_id and h.variant_id = p.variant_id and h.currency = p.currency and h.price_list = p.price_list
                                            and h.until > now() - interval '30 days')) end
where (p.minor, p.compare_at_minor) is distinct from (excluded.minor, excluded.compare_at_minor)
returning p.variant_id
