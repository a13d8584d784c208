-- allocations(text order_ref) -> many Allocation
select a.variant, a.warehouse, w.code as warehouse_code, a.quantity, a.shipped
from stock.allocations a
join stock.warehouses w on w.store_id = a.store_id and w.id = a.warehouse
where a.store_id = vitrine.current_store() and a.order_ref = $1
order by w.priority, a.warehouse, a.variant
