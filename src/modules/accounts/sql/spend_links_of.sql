-- spend_links_of(uuid person, instant now) -> count
update accounts.links set used_at = $2, password_hash = null
where store_id = vitrine.current_store() and person = $1 and used_at is null
