-- clear_default() -> count
update stock.warehouses set is_default = false, version = version + 1 where store_id = vitrine.current_store() and is_default
