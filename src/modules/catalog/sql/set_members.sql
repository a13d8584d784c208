-- set_members() -> many SetMember
select set_id as set, code, position, is_required
from catalog.attribute_set_members
where store_id = vitrine.current_store()
order by set_id, position, code
