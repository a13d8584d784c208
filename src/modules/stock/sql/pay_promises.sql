-- pay_promises(text order_ref, json destination) -> count
update stock.promises
set destination = $2
where store_id = vitrine.current_store() and order_ref = $1 and state = 'waiting'
