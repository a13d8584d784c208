-- product_media(ProductId product) -> many ShownRow{MediaId media, VariantId? variant}
select media_id as media, variant_id as variant
from media.product_media
where store_id = vitrine.current_store() and product_id = $1
order by position
