-- use_refresh_token(uuid id, instant now) -> count
update accounts.refresh_tokens set used_at = $2
where store_id = vitrine.current_store() and id = $1 and used_at is null
