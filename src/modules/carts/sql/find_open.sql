-- find_open(CustomerId customer) -> maybe CartRow
select c.id, c.version, c.state, c.email, c.shipping_address, c.billing_address, c.shipping_option, c.currency, c.offers, c.customer,
       coalesce(c.watched_until > now(), false) as is_watched,
       coalesce(l.lines, '{}') as lines, coalesce(l.variants, '{}') as variants, coalesce(l.quantities, '{}') as quantities
from carts.carts c
left join lateral (
    select array_agg(id order by id) as lines, array_agg(variant order by id) as variants, array_agg(quantity order by id) as quantities
    from carts.lines
    where store_id = vitrine.current_store() and cart = c.id
) l on true
where c.store_id = vitrine.current_store() and c.open_for = $1
