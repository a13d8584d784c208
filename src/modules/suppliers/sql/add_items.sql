-- add_items(ItemId[] id, text[] identity, text[] slug, text[] sku) -> count
-- In the order of their identities, as everybody who locks them.
insert into suppliers.items (store_id, id, identity, slug, sku)
select vitrine.current_store(), n.id, n.identity, n.slug, n.sku
from unnest($1, $2, $3, $4) as n (id, identity, slug, sku)
order by n.identity
on conflict (store_id, identity) do nothing
