-- delete_list(PriceListId id) -> count
delete from prices.price_lists
where store_id = vitrine.current_store() and id = $1
