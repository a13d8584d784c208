-- category_redirect_of(text slug) -> maybe text
select c.slug
from catalog.slug_history h
join catalog.categories c on c.store_id = h.store_id and c.id = h.target_id
where h.store_id = vitrine.current_store() and h.kind = 'category' and h.slug = $1
