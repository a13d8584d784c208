-- extend(text order_ref, instant expires) -> count
with waiting as (
    update stock.promises
    set expires_at = $2
    where store_id = vitrine.current_store() and order_ref = $1 and state = 'waiting'
)
update stock.reservations
set expires_at = $2
where store_id = vitrine.current_store() and order_ref = $1 and state = 'active'
