-- save_attributes(text[] code, text[] name, i32[] position) -> count
insert into catalog.attributes (store_id, code, name, position)
select vitrine.current_store(), g.code, g.name, g.position
from unnest($1, $2, $3) as g (code, name, position)
order by g.code
on conflict (store_id, code) do nothing
