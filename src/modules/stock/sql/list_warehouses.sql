-- list_warehouses() -> many WarehouseView
select id, code, name, country, region, postal_code, address, priority, is_default, is_closed, version
from stock.warehouses
where store_id = vitrine.current_store()
order by priority, id
