-- write_product_media(ProductId product, i32[] position, MediaId[] media, VariantId?[] variant) -> count
insert into media.product_media (store_id, product_id, position, media_id, variant_id)
select vitrine.current_store(), $1, position, media, variant
from unnest($2, $3, $4) as shown (position, media, variant)
