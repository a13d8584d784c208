-- delete_lane(VariantId variant) -> count
delete from stock.lanes where store_id = vitrine.current_store() and variant = $1
