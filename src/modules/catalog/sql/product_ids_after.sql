-- product_ids_after(ProductId after, i32 page) -> many ProductId
select id
from catalog.products
where store_id = vitrine.current_store() and id > $1 and deleted_at is null
order by id
limit $2::integer
