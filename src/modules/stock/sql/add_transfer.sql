-- add_transfer(TransferId id, WarehouseId source, WarehouseId target, text note, instant now) -> count
insert into stock.transfers (store_id, id, source, target, note, requested_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
