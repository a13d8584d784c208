-- redirect_of(text slug) -> maybe Redirect
select p.id as product, p.slug
from catalog.slug_history h
join catalog.products p on p.store_id = h.store_id and p.id = h.target_id
where h.store_id = vitrine.current_store() and h.kind = 'product' and h.slug = $1 and p.is_live
