-- has_named(text name) -> one bool
select exists (select 1 from promotions.promotions where store_id = vitrine.current_store() and name = $1)
