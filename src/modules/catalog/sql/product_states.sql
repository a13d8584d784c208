-- product_states(text[] slug) -> many ProductState
select id, slug, content_hash
from catalog.products
where store_id = vitrine.current_store() and slug in (select unnest($1))
