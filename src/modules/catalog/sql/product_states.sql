-- product_states(text[] slug) -> many ProductState
select id, slug, content_hash, is_unique
from catalog.products
where store_id = vitrine.current_store() and slug in (select unnest($1))
