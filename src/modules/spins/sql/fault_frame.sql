-- fault_frame(ProductId product, i64 number, FrameFault fault, text detail) -> count
update spins.frames
set fault = $3, detail = left($4, 500)
where store_id = vitrine.current_store() and product_id = $1 and number = $2
