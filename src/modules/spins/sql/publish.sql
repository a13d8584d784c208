-- publish(ProductId product, text edition, i64 width, i64 height) -> count
insert into spins.published as p (store_id, product_id, edition, width, height, digests)
select vitrine.current_store(), $1, $2, $3, $4, string_agg(encode(f.digest, 'hex'), '' order by f.number)
from spins.frames f
where f.store_id = vitrine.current_store() and f.product_id = $1
on conflict (store_id, product_id) do update
set edition = excluded.edition, width = excluded.width, height = excluded.height, digests = excluded.digests
