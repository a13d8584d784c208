-- write_set_members(AttributeSetId set, text[] code, i32[] position, i32[] is_required) -> count
insert into catalog.attribute_set_members (store_id, set_id, code, position, is_required)
select vitrine.current_store(), $1, g.code, g.position, g.is_required <> 0
from unnest($2, $3, $4) as g (code, position, is_required)
