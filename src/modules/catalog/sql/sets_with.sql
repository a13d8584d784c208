-- sets_with(text code) -> many text
select s.name
from catalog.attribute_set_members m
join catalog.attribute_sets s on s.store_id = m.store_id and s.id = m.set_id
where m.store_id = vitrine.current_store() and m.code = $1
order by s.name
