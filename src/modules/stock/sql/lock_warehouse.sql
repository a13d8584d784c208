-- lock_warehouse(WarehouseId id) -> maybe LockedWarehouse{i64 version, bool is_default, bool is_closed, i64 goods}
select w.version, w.is_default, w.is_closed,
       (select coalesce(sum(s.on_hand), 0) from stock.shelves s where s.store_id = w.store_id and s.warehouse = w.id)::bigint as goods
from stock.warehouses w
where w.store_id = vitrine.current_store() and w.id = $1
for update of w
