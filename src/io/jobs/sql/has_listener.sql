-- has_listener(text kind) -> one bool
select exists (select from jobs.listeners where store_id = vitrine.current_store() and kind = $1) as has_listener
