-- append_product_media(ProductId product, MediaId media, VariantId? variant) -> count
insert into media.product_media (store_id, product_id, position, media_id, variant_id)
select vitrine.current_store(), $1, coalesce(max(position) + 1, 0), $2, $3
from media.product_media
where store_id = vitrine.current_store() and product_id = $1
having not coalesce(bool_or(media_id = $2), false)
