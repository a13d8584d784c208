-- mark_sold(ItemId[] item, text order_ref) -> count
update suppliers.items
set state = 'sold', sold_to = $2, held_until = null, hold_reason = '', version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = any ($1) and state <> 'sold'
