-- touch_list(PriceListId id) -> one i64
update prices.price_lists
set version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = $1
returning version
