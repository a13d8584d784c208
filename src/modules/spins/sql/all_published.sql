-- all_published() -> many ShownRow
select store_id as store, product_id as product, edition, (length(digests) / 64)::bigint as frames, width, height
from spins.published
