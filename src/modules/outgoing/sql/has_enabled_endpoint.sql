-- has_enabled_endpoint() -> one bool
select exists (select from outgoing.endpoints where store_id = vitrine.current_store() and state = 'enabled') as is_wanted
