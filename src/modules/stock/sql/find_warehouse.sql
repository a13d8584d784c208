-- find_warehouse(WarehouseId id) -> maybe WarehouseView
select id, code, name, country, region, postal_code, address, priority, is_default, is_closed, version
from stock.warehouses
where store_id = vitrine.current_store() and id = $1
