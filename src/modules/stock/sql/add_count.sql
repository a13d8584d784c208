-- add_count(CountId id, WarehouseId warehouse, text note, instant now) -> count
insert into stock.counts (store_id, id, warehouse, note, opened_at)
values (vitrine.current_store(), $1, $2, $3, $4)
