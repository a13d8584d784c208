-- free_sold(text order_ref) -> count
update suppliers.items
set state = 'free', sold_to = '', published_quantity = 0, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and sold_to = $1
