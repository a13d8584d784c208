-- products_showing(MediaId media) -> many ProductId
select distinct product_id
from media.product_media
where store_id = vitrine.current_store() and media_id = $1
order by product_id
limit 1000
