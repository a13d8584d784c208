-- item_of_product(catalog::ProductId product) -> maybe ItemId
select id
from suppliers.items
where store_id = vitrine.current_store() and product_id = $1
