-- has_ordered(text customer) -> one bool
select exists (select 1 from promotions.buyers where store_id = vitrine.current_store() and customer = $1)
