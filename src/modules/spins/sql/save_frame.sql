-- save_frame(ProductId product, i64 number, bytes? digest, bytes? source_digest, i64 bytes, i64 width, i64 height, i64 brightness, i64 tries, FrameFault? fault, text detail) -> count
update spins.frames
set digest = $3, source_digest = $4, bytes = $5, width = $6, height = $7, brightness = $8, tries = $9, fault = $10, detail = left($11, 500)
where store_id = vitrine.current_store() and product_id = $1 and number = $2
