-- save_warehouse(WarehouseId id, text code, text name, text country, text region, text postal_code, text address, i32 priority, bool is_default, bool is_closed) -> count
update stock.warehouses
set code = $2, name = $3, country = $4, region = $5, postal_code = $6, address = $7, priority = $8, is_default = $9, is_closed = $10, version = version + 1
where store_id = vitrine.current_store() and id = $1
