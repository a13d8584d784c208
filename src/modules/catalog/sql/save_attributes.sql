-- save_attributes(text[] code, text[] name, text[] kind, json[] allowed, text?[] unit, bool[] is_facet, i32[] position) -> count
insert into catalog.attributes (store_id, code, name, kind, allowed, unit, is_facet, position)
select vitrine.current_store(), g.code, g.name, g.kind, array(select jsonb_array_elements_text(g.allowed)), g.unit, g.is_facet, g.position
from unnest($1, $2, $3, $4, $5, $6, $7) as g (code, name, kind, allowed, unit, is_facet, position)
order by g.code
on conflict (store_id, code) do nothing
