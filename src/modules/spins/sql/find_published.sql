-- find_published(ProductId product, text edition) -> maybe text
select digests
from spins.published
where store_id = vitrine.current_store() and product_id = $1 and edition = $2
