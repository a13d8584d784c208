-- product_pictures(ProductId[] product) -> many ProductPicture
select p.product_id as product, p.position, p.variant_id as variant, m.id, m.kind, m.edition, m.name, m.colour, m.width, m.height,
       translate(encode(m.blur, 'base64'), E'\n', '') as blur, m.alt
from media.product_media p
join media.media m on m.store_id = p.store_id and m.id = p.media_id
where p.store_id = vitrine.current_store() and p.product_id = any ($1) and not m.is_private
order by p.product_id, p.position
