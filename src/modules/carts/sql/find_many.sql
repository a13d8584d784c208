-- find_many(CartId[] id, bytes[] token_hash) -> many CartRow
select c.id, c.version, c.state, c.email, c.shipping_address, c.billing_address, c.shipping_option, c.currency, c.offers, c.customer,
       coalesce(c.watched_until > now(), false) as is_watched,
       coalesce(l.lines, '{}') as lines, coalesce(l.variants, '{}') as variants, coalesce(l.quantities, '{}') as quantities
from (select distinct w.id, w.token_hash from unnest($1, $2) as w (id, token_hash)) w
cross join lateral (
    select k.id, k.version, k.state, k.email, k.shipping_address, k.billing_address, k.shipping_option, k.currency, k.offers, k.customer, k.watched_until
    from carts.carts k
    where k.store_id = vitrine.current_store() and k.id = w.id and w.token_hash in (k.token_hash, k.other_hash)
    offset 0  -- by the key, one after the other: the plan is kept from when there were few
) c
left join lateral (
    select array_agg(id order by id) as lines, array_agg(variant order by id) as variants, array_agg(quantity order by id) as quantities
    from carts.lines
    where store_id = vitrine.current_store() and cart = c.id
) l on true
