-- spend_link(LinkId id, instant now) -> count
update accounts.links set used_at = $2, password_hash = null
where store_id = vitrine.current_store() and id = $1 and used_at is null
