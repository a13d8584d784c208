-- categories() -> many CategoryRow
select id, slug, name, name_local, parent_id as parent
from catalog.categories
where store_id = vitrine.current_store()
order by position, slug
