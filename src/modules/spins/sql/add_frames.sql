-- add_frames(ProductId product, i64 frames) -> count
insert into spins.frames (store_id, product_id, number)
select vitrine.current_store(), $1, n.number
from generate_series(0, $2 - 1) as n (number)
