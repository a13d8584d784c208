-- frames_of(ProductId product) -> many FrameRow
select number, digest, source_digest, bytes, width, height, brightness, tries, fault, detail
from spins.frames
where store_id = vitrine.current_store() and product_id = $1
order by number
