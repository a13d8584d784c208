-- has_unfinished() -> one bool
select exists (select from carts.unfinished where store_id = vitrine.current_store())
