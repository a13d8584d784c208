-- add_warehouse(WarehouseId id, text code, text name, text country, text region, text postal_code, text address, i32 priority, bool is_default, bool is_closed) -> count
insert into stock.warehouses (store_id, id, code, name, country, region, postal_code, address, priority, is_default, is_closed)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
