-- known_products(ProductId[] id) -> many ProductId
select id
from catalog.products
where store_id = vitrine.current_store() and id = any ($1) and deleted_at is null
