-- save_brands(uuid[] id, text[] name) -> count
insert into catalog.brands (store_id, id, name)
select vitrine.current_store(), g.id, g.name
from unnest($1, $2) as g (id, name)
order by g.name
on conflict (store_id, name) do nothing
