-- some_published(i32 most) -> many EditionRow
select product_id as product, edition, digests, width, height
from spins.published
where store_id = vitrine.current_store()
order by product_id desc
limit $1::integer
