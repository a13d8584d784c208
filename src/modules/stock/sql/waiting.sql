-- waiting(text order_ref) -> one i64
select coalesce(sum(quantity), 0)::bigint from stock.promises where store_id = vitrine.current_store() and order_ref = $1 and state = 'waiting'
